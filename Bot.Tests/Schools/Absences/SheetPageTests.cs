using System.Net;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Absences;

/// <summary>The pages of a school in the whole house: by HTTP, and by axe in Chromium.</summary>
[Category("database")]
public sealed class SheetPageTests : BrowserFixture
{
    private static readonly TownId Town = new("hoshimi");

    [Test]
    public async Task The_sheet_is_read_marked_and_added_to_by_the_schools_own_staff_only()
    {
        await using var host = await ConsoleHost.Start();
        var (store, today) = (host.Store, JapanTime.Day(TimeProvider.System.GetUtcNow()));
        var (child, mother) = (new ChildId(Guid.NewGuid()), new CitizenId($"U{1:x32}"));
        await host.Database.InTown(Town, async tx =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var room = new SchoolClass(new ClassId(Guid.NewGuid()), "hoshimi-school", SchoolYear.Of(today), 3, "1組");
            await ClassTable.Add(tx, Town, room, default);
            await ChildTable.Add(tx, store.Sealer, Town, new Child(child, "hoshimi-school", "101", new ChildPerson("星野 花子", "ほしの はなこ", new(2017, 5, 3), ""), false, null), today, now, default);
            await ChildTable.Place(tx, Town, child, room.Id, 7, today, default);
            await GuardianTable.Link(tx, store.Sealer, Town, Guid.NewGuid(), child, mother, "はな", false, now, default);
            await AbsenceTable.Add(
                tx, store.Sealer, Town,
                new Absence(Guid.NewGuid(), "hoshimi-school", child, mother, AbsenceKind.Absent, new DaySpan(today, today), AbsenceState.Sent, now, null), new AbsenceStory("fever", "39度"), null, default);
            return true;
        }, default);

        using var teacher = await host.SignIn("hoshimi", ("hoshimi-school", Duty.School));
        const string sheet = "schools/hoshimi-school/today";
        var page = await teacher.Page(sheet);
        page.QuerySelector("title")!.TextContent.ShouldNotContain("花子");
        page.QuerySelector("main tbody tr")!.TextContent.ShouldContain("39度");
        page.QuerySelector(".counts")!.TextContent.ShouldContain("欠席 1");

        var seen = await teacher.Done(page, "/seen");
        seen.QuerySelector("main tbody [data-label=確認]")!.TextContent.Trim().ShouldBe("確認済み");
        (await store.Peek<long>("select count(*) from outbox where citizen_id = @id", new { id = mother.Value })).ShouldBe([1]);

        (await teacher.Send(seen, "/phone", ("child", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var asked = await teacher.Send(seen, "/phone", ("child", $"{child.Value}"), ("kind", "late"), ("first", $"{today.AddDays(-1):yyyy-MM-dd}"));
        asked.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var doubt = await Bot.Tests.Forms.Surfer.Page(asked);
        doubt.QuerySelector("[role=alert]")!.TextContent.ShouldContain("過ぎた日です");
        var past = await teacher.Done(doubt, "/phone", ("sure", "yes"));
        past.QuerySelector("main tbody")!.TextContent.ShouldNotContain("遅刻");
        var phoned = await teacher.Done(past, "/phone", ("child", $"{child.Value}"), ("kind", "late"), ("hour", "10:15"), ("reason", "clinic"), ("sure", "yes"));
        phoned.QuerySelector("main tbody")!.TextContent.ShouldContain("10:15ごろ");
        phoned.QuerySelector("main tbody")!.TextContent.ShouldContain("連絡が分かれています");
        var closed = await teacher.Done(phoned, "/close", ("why", "台風のため"));
        closed.QuerySelector("main .notice.warn")!.TextContent.ShouldContain("台風のため");
        await teacher.Done(closed, "/close/undo");

        (await (await teacher.Get($"schools/hoshimi-school/wall")).Content.ReadAsStringAsync()).ShouldNotContain("39度");
        (await teacher.Page("schools/hoshimi-school/month")).QuerySelector("main")!.TextContent.ShouldContain("出席停止");
        var file = await (await teacher.Get("schools/hoshimi-school/month.csv")).Content.ReadAsStringAsync();
        file.ShouldContain("星野 花子");

        using var other = await host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        foreach (var path in (string[])[sheet, "schools/hoshimi-school/wall", "schools/hoshimi-school/month", "schools/hoshimi-school/month.csv"])
        {
            (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await host.Audited("hoshimi")).Count(a => a.StartsWith("access.not-found", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(4);
        (await host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("schools.see/sheet", StringComparison.Ordinal));
        using var board = await host.SignIn("hoshimi", ("board-of-education", Duty.Clerk));
        (await board.Get(sheet)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var numbers = (await board.Page("schools/numbers")).QuerySelector("main")!.TextContent;
        numbers.ShouldContain("星見小学校");
        numbers.ShouldNotContain("花子");

        await using var browser = await Browser.NewContextAsync();
        var eyes = await host.SignedIn(browser, teacher.Staff);
        foreach (var (name, path) in new[] { ("school-sheet", sheet), ("school-wall", "schools/hoshimi-school/wall"), ("school-month", "schools/hoshimi-school/month") })
        {
            (await eyes.GotoAsync(new Uri(host.Address, $"/console/hoshimi/{path}").ToString()))!.Status.ShouldBe(200, path);
            await ConsoleLook.Check(eyes, name);
        }

        (await eyes.Locator("#print").IsVisibleAsync()).ShouldBeTrue();
        var paper = System.Text.RegularExpressions.Regex.Match(System.Text.Encoding.Latin1.GetString(await eyes.PdfAsync(new() { PreferCSSPageSize = true })), @"/MediaBox \[0 0 (?<width>[0-9]+)[.0-9]* (?<height>[0-9]+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        (paper.Groups["width"].Value, paper.Groups["height"].Value).ShouldBe(("841", "594"), "the register is printed on A4, laid wide");
    }
}
