using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Bot.Domain.Staff;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.Casework;

/// <summary>Messages of staff to residents: read and answered on our page, never carried by LINE.</summary>
[Category("database")]
public sealed class LetterTests
{
    private const string Words = "配偶者の方には知られないよう、青い封筒を郵送予定<script>\u202E";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task No_word_of_a_letter_goes_to_LINE_and_the_resident_reads_and_answers_it_on_our_page()
    {
        var call = await CaseSamples.Call(_host, "hoshimi", "U-letter-1");
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var sent = await clerk.Done(await clerk.Page($"casework/call/{call:n}/letter"), "/letter", ("words", Words));
        sent.QuerySelector(".told")!.TextContent.ShouldContain("手紙を送りました");

        var rows = await Outbox("U-letter-1");
        var body = rows.Single();
        foreach (var piece in Pieces(Words))
        {
            body.ShouldNotContain(piece);
        }

        body.ShouldContain("お知らせがあります");
        (await _host.Store.Peek<short>("select lane from outbox where citizen_id = 'U-letter-1'")).ShouldBe([(short)2]);
        (await _host.Store.Peek<bool>("select position(convert_to('封筒', 'UTF8') in body) > 0 from letter")).ShouldAllBe(plain => !plain);

        var path = Path(body);
        using var resident = new Surfer(_host.Address);
        var answer = await resident.Get(path);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var page = await Surfer.Page(answer);
        page.QuerySelector(".letter")!.TextContent.ShouldBe(Words.Replace("\u202E", "⟦U+202E⟧", StringComparison.Ordinal));
        page.QuerySelectorAll("script").ShouldBeEmpty();
        (await resident.Get(path + "?lang=en")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await resident.Post(path, [KeyValuePair.Create("answer", "  ")])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await resident.Post(path, [KeyValuePair.Create("answer", "わかりました <b>")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await resident.Post(path, [KeyValuePair.Create("answer", "わかりました <b>")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await clerk.Page("")).QuerySelector("a[href$='/replies'] .card-count")!.TextContent.ShouldStartWith("1");
        var replies = await clerk.Page("replies");
        replies.QuerySelector(".said")!.TextContent.ShouldBe("わかりました <b>");
        var timeline = (await clerk.Page($"calls/{call:n}")).QuerySelectorAll(".timeline-what").Select(w => w.TextContent).ToList();
        timeline.ShouldBe(["住民に手紙を書きました", "手紙が開かれました", "返事が届きました"]);
        (await clerk.Done(replies, "/seen")).QuerySelector(".empty").ShouldNotBeNull();
        (await Outbox("U-letter-1")).Count.ShouldBe(1);
    }

    [Test]
    public async Task A_letter_that_was_withdrawn_or_is_too_old_or_was_never_written_shows_nothing()
    {
        var call = await CaseSamples.Call(_host, "hoshimi", "U-letter-2");
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var page = await clerk.Done(await clerk.Page($"casework/call/{call:n}/letter"), "/letter", ("words", Words));
        var path = Path((await Outbox("U-letter-2")).Single());
        using var resident = new Surfer(_host.Address);
        (await resident.Get(path[..^1] + (path[^1] == 'A' ? 'B' : 'A'))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await resident.Get("/kawabe" + path["/hoshimi".Length..])).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await _host.Store.Peek<int>("update letter set expires_at = written_at where citizen_id = 'U-letter-2' returning 1");
        await Nothing(HttpStatusCode.Gone);
        await _host.Store.Peek<int>("update letter set expires_at = written_at + interval '30 days' where citizen_id = 'U-letter-2' returning 1");
        var withdraw = (await clerk.Page($"calls/{call:n}")).QuerySelectorAll("a").First(a => a.GetAttribute("href")!.EndsWith("/withdraw", StringComparison.Ordinal)).GetAttribute("href")!;
        var confirm = await clerk.Page(withdraw);
        confirm.QuerySelector("main")!.TextContent.ShouldContain("まだこの手紙を開いていません");
        await clerk.Done(confirm, "/withdraw");
        await Nothing(HttpStatusCode.Gone);
        (await resident.Post(path, [KeyValuePair.Create("answer", "x")])).StatusCode.ShouldBe(HttpStatusCode.Gone);

        async Task Nothing(HttpStatusCode status)
        {
            var answer = await resident.Get(path);
            answer.StatusCode.ShouldBe(status);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("封筒");
        }
    }

    [Test]
    public async Task A_machine_that_looks_at_the_link_does_not_count_as_a_reader()
    {
        var call = await CaseSamples.Call(_host, "hoshimi", "U-letter-3");
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        await clerk.Done(await clerk.Page($"casework/call/{call:n}/letter"), "/letter", ("words", "こんにちは"));
        using var machine = new Surfer(_host.Address) { Headers = { ["Sec-Fetch-Mode"] = "no-cors" } };
        await machine.Get(Path((await Outbox("U-letter-3")).Single()));
        (await _host.Store.Peek<DateTime?>("select opened_at from letter where citizen_id = 'U-letter-3'")).ShouldBe([null]);
    }

    [Test]
    public async Task A_form_sent_twice_sends_one_letter()
    {
        var call = await CaseSamples.Call(_host, "hoshimi", "U-letter-4");
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var form = await clerk.Page($"casework/call/{call:n}/letter?template=when");
        form.QuerySelector("textarea")!.TextContent.ShouldContain("ご都合のよい日時");
        await clerk.Done(form, "/letter");
        await clerk.Done(form, "/letter");
        (await Outbox("U-letter-4")).Count.ShouldBe(1);
        (await clerk.Send(form, "/letter", ("words", new string('字', 4001)), ("id", $"{Guid.NewGuid():n}"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private Task<IReadOnlyList<string>> Outbox(string citizen) =>
        _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen and kind = 'line.messages'", new { citizen });

    /// <summary>Every three letters of the text that stand together.</summary>
    private static IEnumerable<string> Pieces(string text) => Enumerable.Range(0, text.Length - 2).Select(i => text.Substring(i, 3));

    private static string Path(string body) => Regex.Match(body, @"/hoshimi/letter/[A-Za-z0-9_-]{22}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
}
