using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Tests.Console;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>The pages without a script: one child at a time, one's own school only, rules that hold.</summary>
public sealed class ArrivalPageTests
{
    private static readonly DateOnly Today = JapanTime.Day(TimeProvider.System.GetUtcNow());

    private ConsoleHost _host = null!;
    private Nursery _nursery = null!;
    private Clerk _teacher = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _nursery = await Nursery.Open(_host, Today, Nursery.Rules with { Days = [.. Enum.GetValues<DayOfWeek>()], ArriveBy = new TimeOnly(23, 59), TellsArrival = false });
        await _host.Store.Peek<int>("insert into school_day (town_id, school, day, is_open, reason, staff_id, staff_home, decided_at) values ('hoshimi', 'hoshinoko', @Today, true, '試験', 'x', 'hoshimi', now()) returning 1", new { Today });
        _teacher = await _host.SignIn("hoshimi", (Nursery.Code, Duty.School));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _teacher.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_child_is_noted_by_a_plain_form_and_taken_back_on_the_board()
    {
        var (one, two) = (await _nursery.Child("星野 一"), await _nursery.Child("星野 二"));
        var page = await _teacher.Page(Path("bus?mode=arrive"));
        page.QuerySelectorAll("form[action$='/scans']").Length.ShouldBeGreaterThanOrEqualTo(3, "a form for each child and one for the last seat");
        (await _teacher.Done(page, "/scans")).QuerySelector(".told")!.TextContent.ShouldContain("記録しました");
        (await Noted(one) + await Noted(two)).ShouldBe(1, "one form is one child");
        var board = await _teacher.Page(Path("arrivals"));
        board.QuerySelector(".arrival-counts .present strong")!.TextContent.ShouldBe("1");
        (await _teacher.Done(board, "/take-back")).QuerySelector(".arrival-counts .present strong")!.TextContent.ShouldBe("0");
    }

    [Test]
    public async Task Several_children_in_one_post_are_refused_and_no_address_marks_all()
    {
        var (one, two) = (await _nursery.Child("星野 三"), await _nursery.Child("星野 四"));
        var page = await _teacher.Page(Path("bus?mode=arrive"));
        using var answer = await _teacher.Send(page, "/scans", ("child", one.Value.ToString("n")), ("child", two.Value.ToString("n")));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Noted(one) + await Noted(two)).ShouldBe(0);
    }

    [Test]
    public async Task Another_schools_staff_see_nothing_of_it_and_a_driver_only_the_phone()
    {
        using var other = await _host.SignIn("hoshimi", ("hoshimi-school", Duty.School));
        foreach (var path in (string[])["arrivals", "arrivals/rules", "arrivals/cards", "bus", "bus/list", "bus/offline", "bus/sw.js"])
        {
            (await other.Get(Path(path))).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var driver = await _host.SignIn("hoshimi", (Nursery.Code, Duty.Crew));
        (await driver.Get(Path("bus"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await driver.Get(Path("arrivals"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task Rules_that_would_not_help_are_refused_and_good_ones_are_kept()
    {
        var page = await _teacher.Page(Path("arrivals/rules"));
        using var refused = await _teacher.Send(page, "/rules", ("guardian", "30"), ("staff", "10"), ("head", "20"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var mail = await _teacher.Send(page, "/rules", ("staff-mails", "だれか"));
        (await Bot.Tests.Forms.Surfer.Page(mail)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("メールアドレスではない");
        await _teacher.Done(page, "/rules", ("guardian", "3"), ("staff", "6"), ("head", "9"));
        (await _host.Store.Peek<string>("select rules->>'HeadMinutes' from arrival_rule where school = 'hoshinoko'")).ShouldBe(["9"]);
        (await _host.Audited("hoshimi")).ShouldContain(l => l.StartsWith("schools.change/arrival-rules", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_drill_begins_stands_on_every_page_of_it_and_ends()
    {
        var board = await _teacher.Page(Path("arrivals"));
        var drill = await _teacher.Done(board, "/drill");
        drill.QuerySelector("h1")!.TextContent.ShouldStartWith("【訓練】");
        (await _teacher.Page(Path("bus?drill=1"))).QuerySelector("h1")!.TextContent.ShouldStartWith("【訓練】");
        (await _teacher.Page(Path("arrivals"))).QuerySelector("main")!.TextContent.ShouldContain("訓練と別に動いています");
        (await _teacher.Done(drill, "/drill/end")).QuerySelector(".told")!.TextContent.ShouldContain("訓練を終わりました");
    }

    private async Task<int> Noted(ChildId child) => (await _host.Store.Peek<int>("select count(*)::int from arrival_scan where child_id = @id", new { id = child.Value })).Single();

    private static string Path(string path) => $"schools/{Nursery.Code}/{path}";
}
