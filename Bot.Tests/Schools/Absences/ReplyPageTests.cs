using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Absences;

/// <summary>A teacher answers a report: LINE says only that there is an answer, and each guardian who reported reads it on a page of their own.</summary>
public sealed class ReplyPageTests : BrowserFixture
{
    private static readonly TownId Town = new("hoshimi");
    private static readonly ChildId Child = new(Guid.NewGuid());
    private static readonly Guid Report = Guid.NewGuid();
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        var (now, today) = (TimeProvider.System.GetUtcNow(), JapanTime.Day(TimeProvider.System.GetUtcNow()));
        await _host.Database.InTown(Town, async tx =>
        {
            var (sealer, room) = (_host.Store.Sealer, new SchoolClass(new ClassId(Guid.NewGuid()), "hoshimi-school", SchoolYear.Of(today), 3, "1組"));
            await ClassTable.Add(tx, Town, room, default);
            await ChildTable.Add(tx, sealer, Town, new Child(Child, "hoshimi-school", "101", new ChildPerson("星野 花子", "ほしの はなこ", new(2017, 5, 3), ""), false, null), today, now, default);
            await ChildTable.Place(tx, Town, Child, room.Id, 7, today, default);
            foreach (var (citizen, id, kind) in new[] { ("U-reply-mother", Report, AbsenceKind.Absent), ("U-reply-father", Guid.NewGuid(), AbsenceKind.Late), ("U-reply-aunt", Guid.Empty, AbsenceKind.Absent) })
            {
                await GuardianTable.Link(tx, sealer, Town, Guid.NewGuid(), Child, new CitizenId(citizen), "はな", false, now, default);
                if (id != Guid.Empty)
                {
                    var made = new Absence(id, "hoshimi-school", Child, new CitizenId(citizen), kind, new DaySpan(today, today), AbsenceState.Sent, now, null);
                    await AbsenceTable.Add(tx, sealer, Town, made, new AbsenceStory("fever", "39度"), null, default);
                }
            }

            return true;
        }, default);
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task An_answer_is_written_read_under_each_guardians_own_address_and_the_school_sees_that_it_was_opened()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "学校 太郎", ("hoshimi-school", Duty.School)));
        await page.GotoAsync(At("schools/hoshimi-school/today"));
        await ConsoleLook.Check(page, "school-sheet-replies");
        await page.GotoAsync(At($"schools/hoshimi-school/today/reply/{Report}"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("返事を送る");
        (await page.TitleAsync()).ShouldNotContain("花子");
        await page.ClickAsync("button:text('返事を送る')");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("500文字まで");
        await page.CheckAsync("text=宿題と配布物は");
        await page.FillAsync("#f-words", "水曜の<持ち物>は不要です。");
        await ConsoleLook.Check(page, "school-reply-write");
        await page.ClickAsync("button:text('返事を送る')");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("保護者2人");
        (await page.Locator("main tbody").InnerTextAsync()).ShouldContain("まだ開かれていません");
        (await _host.Store.Peek<string>("select state from school_absence where absence_id = @Report", new { Report })).ShouldBe(["seen"]);

        (await Told("U-reply-aunt")).ShouldBeEmpty("she reported nothing");
        var (mother, father) = ((await Told("U-reply-mother")).ShouldHaveSingleItem(), (await Told("U-reply-father")).ShouldHaveSingleItem());
        foreach (var told in (string[])[mother, father])
        {
            told.ShouldContain("返事があります");
            told.ShouldSatisfyAllConditions(t => t.ShouldNotContain("持ち物"), t => t.ShouldNotContain("宿題"), t => t.ShouldNotContain("花"), t => t.ShouldNotContain("はな"), t => t.ShouldNotContain("小学校"));
        }

        Link(mother).ShouldNotBe(Link(father));
        (await _host.Store.Peek<bool>("select position(convert_to('持ち物', 'UTF8') in words) > 0 from school_reply")).ShouldBe([false], "it stands under seal");

        await using var phone = await Phone();
        var reader = await phone.NewPageAsync();
        await reader.GotoAsync(new Uri(_host.Address, Link(mother)).ToString());
        (await reader.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(
            t => t.ShouldContain("水曜の<持ち物>は不要です。"), t => t.ShouldContain("宿題と配布物は"), t => t.ShouldContain("はな　欠席"));
        await ConsoleLook.Axe(reader, "school-reply-phone");
        await ConsoleLook.Keep(reader, "school-reply-phone");
        (await reader.TitleAsync()).ShouldNotContain("はな");
        await page.ReloadAsync();
        (await page.Locator("main tbody").InnerTextAsync()).ShouldContain("2人中1人が開きました");
        await page.ClickAsync("text=2人中1人が開きました");
        await ConsoleLook.Check(page, "school-reply-sent");
        (await _host.Audited("hoshimi")).ShouldContain("schools.change/absence-reply 2");

        // After fourteen days it is gone, and with the link it was never there.
        await _host.Store.Peek<int>("update school_reply set sent_at = sent_at - interval '14 days' returning 1");
        (await reader.ReloadAsync())!.Status.ShouldBe(410);
        (await reader.Locator("main").InnerTextAsync()).ShouldNotContain("持ち物");
        await _host.Store.Peek<int>("update guardian_link set ended_at = now(), ended_why = 'school' where citizen_id = 'U-reply-mother' returning 1");
        (await reader.ReloadAsync())!.Status.ShouldBe(404);
    }

    [Test]
    public async Task Another_school_guessed_codes_and_reports_that_nobody_of_LINE_made_get_no_answer()
    {
        using var other = await _host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        (await other.Get($"schools/hoshimi-school/today/reply/{Report}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Get($"schools/narusawa-school/today/reply/{Report}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await new Surfer(_host.Address).Get("/hoshimi/school-reply/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<IReadOnlyList<string>> Told(string citizen) =>
        _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen order by seq", new { citizen });

    private static string Link(string body) => body[body.IndexOf("/hoshimi/school-reply/", StringComparison.Ordinal)..][..("/hoshimi/school-reply/".Length + 22)];

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
