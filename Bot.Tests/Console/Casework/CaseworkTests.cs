using System.Net;
using Bot.Api.Console.Lists;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.Casework;

/// <summary>What staff do around any request, tried on calls for a person, which every town has.</summary>
[Category("database")]
public sealed class CaseworkTests
{
    private const string Hostile = "返事 <script>alert(1)</script> 👨‍👩‍👧 \u202Eeman\u202C =1+1";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_note_is_kept_under_seal_mended_by_its_writer_and_removed_with_a_trace()
    {
        var call = await Call();
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var page = await clerk.Done(await clerk.Page($"calls/{call:n}"), "/note", ("words", Hostile));
        page.QuerySelector(".timeline .note")!.TextContent.ShouldBe("返事 <script>alert(1)</script> 👨‍👩‍👧 ⟦U+202E⟧eman⟦U+202C⟧ =1+1");
        page.QuerySelectorAll("main script").ShouldBeEmpty();
        (await _host.Store.Peek<bool>("select position('alert'::bytea in words) > 0 from timeline where kind = 'note'")).ShouldAllBe(plain => !plain);

        var mend = page.QuerySelectorAll(".timeline a").First(a => a.GetAttribute("href")!.EndsWith("/mend", StringComparison.Ordinal)).GetAttribute("href")!;
        page = await clerk.Done(await clerk.Page(mend), "/mend", ("words", "短い"));
        page.QuerySelector(".timeline .note")!.TextContent.ShouldBe("短い");
        page.QuerySelector(".timeline-what")!.TextContent.ShouldContain("書き直し");

        using var other = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await other.Page($"calls/{call:n}")).QuerySelector(".timeline a").ShouldBeNull();
        (await other.Get(mend)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var remove = mend.Replace("/mend", "/remove", StringComparison.Ordinal);
        page = await clerk.Done(await clerk.Page(remove), "/remove");
        page.QuerySelector(".timeline .note").ShouldBeNull();
        page.QuerySelector(".timeline-what")!.TextContent.ShouldBe("メモを消しました");
        (await _host.Audited("hoshimi")).ShouldContain("note/remove");
    }

    [Test]
    public async Task After_ten_minutes_a_note_stands_and_what_was_typed_is_offered_as_a_new_one()
    {
        var call = await Call();
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var page = await clerk.Done(await clerk.Page($"calls/{call:n}"), "/note", ("words", "はじめ"));
        var mend = await clerk.Page(page.QuerySelectorAll(".timeline a").First(a => a.GetAttribute("href")!.EndsWith("/mend", StringComparison.Ordinal)).GetAttribute("href")!);
        await _host.Store.Peek<int>("update timeline set at = at - interval '11 minutes' where kind = 'note' and subject = @call returning 1", new { call = $"{call:n}" });
        var answer = await clerk.Send(mend, "/mend", ("words", "あとで直した"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await Surfer.Page(answer);
        again.QuerySelector("textarea")!.TextContent.ShouldBe("あとで直した");
        (await clerk.Done(again, "/note")).QuerySelectorAll(".timeline .note").Select(n => n.TextContent).ShouldBe(["はじめ", "あとで直した"]);
    }

    [Test]
    public async Task Four_thousand_characters_are_kept_and_one_more_is_refused_and_not_lost()
    {
        var call = await Call();
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var page = await clerk.Page($"calls/{call:n}");
        (await clerk.Done(page, "/note", ("words", new string('字', 4000)))).QuerySelector(".timeline .note")!.TextContent.Length.ShouldBe(4000);
        var refused = await clerk.Send(page, "/note", ("words", new string('字', 4001)), ("id", $"{Guid.NewGuid():n}"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(refused)).QuerySelector("textarea")!.TextContent.Length.ShouldBe(4001);
    }

    [Test]
    public async Task Of_two_who_take_the_same_thing_the_second_sees_who_has_it_and_decides()
    {
        var call = await Call();
        using var first = await _host.SignIn(await _host.Staff("hoshimi", "一番 先子", ("environment", Duty.Clerk)));
        using var second = await _host.SignIn(await _host.Staff("hoshimi", "二番 後郎", ("environment", Duty.Clerk)));
        var seen = await second.Page($"calls/{call:n}");
        await first.Done(await first.Page($"calls/{call:n}"), "/take");

        var answer = await second.Send(seen, "/take");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var conflict = await Surfer.Page(answer);
        conflict.QuerySelector("tbody tr")!.TextContent.ShouldContain("一番 先子");
        conflict.QuerySelector("tbody tr")!.TextContent.ShouldContain("二番 後郎");
        (await second.Done(conflict, "/hand")).QuerySelector("#desk-head ~ p")!.TextContent.ShouldContain("二番 後郎");

        (await second.Page("mine")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await first.Page("mine")).QuerySelector(".empty").ShouldNotBeNull();
        (await second.Page("")).QuerySelector("a[href$='/mine'] .card-count")!.TextContent.ShouldStartWith("1");
    }

    [Test]
    public async Task A_call_is_answered_taken_back_and_answered_once()
    {
        var call = await Call();
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await clerk.Page("calls")).QuerySelectorAll("tbody a").ShouldContain(a => a.GetAttribute("href")!.EndsWith($"{call:n}", StringComparison.Ordinal));
        var page = await clerk.Page($"calls/{call:n}");
        var done = await clerk.Done(page, "/done", ("how", "telephone"));
        done.QuerySelector(".told")!.TextContent.ShouldContain("対応済み");
        done.QuerySelectorAll("tbody a").ShouldNotContain(a => a.GetAttribute("href")!.EndsWith($"{call:n}", StringComparison.Ordinal));
        (await clerk.Done(page, "/done", ("how", "letter"))).QuerySelector(".told")!.TextContent.ShouldContain("先に");
        (await clerk.Done(done, "/reopen")).QuerySelector(".facts")!.TextContent.ShouldContain("待っています");
        (await clerk.Done(page, "/done", ("how", "sold"))).QuerySelector(".told")!.TextContent.ShouldContain("選んでください");
    }

    [Test]
    public async Task Another_town_finds_neither_the_call_nor_its_notes_nor_its_letters()
    {
        var call = await Call();
        using var stranger = await _host.SignIn("kawabe", ("environment", Duty.Clerk));
        foreach (var path in new[] { $"calls/{call:n}", $"casework/call/{call:n}/hand", $"casework/call/{call:n}/letter", $"casework/call/{call:n}/note/{Guid.NewGuid()}/mend" })
        {
            (await stranger.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await _host.Audited("kawabe")).ShouldContain(a => a.StartsWith("access.not-found", StringComparison.Ordinal) && a.Contains($"{call:n}", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_view_is_kept_shared_opened_first_and_dropped()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var check = (await clerk.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        var id = Guid.NewGuid();
        (string, string)[] view = [("check", check), ("page", "mine"), ("query", "state=paid&sort=-day"), ("id", $"{id:n}"), ("name", "今週 <b>"), ("shared", "1")];
        (await Post(clerk, "views/add", view)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await Post(clerk, $"views/{id}/default", ("check", check), ("page", "mine"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var mine = await Views(clerk.Staff);
        mine.Single().ShouldSatisfyAllConditions(v => v.IsDefault.ShouldBeTrue(), v => v.Name.ShouldBe("今週 <b>"), v => v.Department.ShouldBe("environment"));
        using var colleague = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await Views(colleague.Staff)).Single().IsDefault.ShouldBeFalse();
        var theirs = (await colleague.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await Post(colleague, $"views/{id}/remove", ("check", theirs), ("page", "mine"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Post(clerk, "views/add", [.. view[..1], ("page", "//evil.example"), .. view[2..]])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Post(clerk, "views/add", [.. view[..2], ("query", "\"><script>"), .. view[3..]])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Post(clerk, $"views/{id}/remove", ("check", check), ("page", "mine"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await Views(clerk.Staff)).ShouldBeEmpty();
    }

    [Test]
    public async Task Who_may_not_see_calls_hears_nothing_of_them()
    {
        using var crew = await _host.SignIn("hoshimi", ("environment", Duty.Crew));
        (await crew.Get($"live?topic={LiveTopics.Calls}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await crew.Get($"live/mark?topic={LiveTopics.Calls}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await crew.Get("live/mark?topic=nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<IReadOnlyList<Bot.Infrastructure.Casework.SavedView>> Views(StaffMember staff) => _host.Database.ReadInTown(
        staff.Town, tx => Bot.Infrastructure.Casework.SavedViewTable.Of(tx, staff, "mine", default), default);

    private static Task<HttpResponseMessage> Post(Clerk clerk, string path, params (string Name, string Value)[] fields) =>
        clerk.Surfer.Post($"/console/{clerk.Staff.Town.Value}/{path}", fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private Task<Guid> Call() => CaseSamples.Call(_host, "hoshimi", "U-called");
}
