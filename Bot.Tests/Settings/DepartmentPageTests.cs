using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

/// <summary>The departments of a town, changed by its administrator in the whole house; and what is recorded when staff are read about.</summary>
public sealed class DepartmentPageTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_department_is_added_renamed_and_taken_away_again_from_the_history()
    {
        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        var added = await admin.Done(await admin.Page("settings/departments"), "/departments", ("name", "くらし課"), ("service", "bulky-waste"));
        added.QuerySelector(".told")!.TextContent.ShouldContain("くらし課");
        (await Services("くらし課")).ShouldBe(["bulky-waste"]);
        (await admin.Page("staff/new")).QuerySelector("main")!.TextContent.ShouldContain("くらし課");

        var renamed = await admin.Done(await admin.Page(await Path("くらし課")), await Path("くらし課"), ("name", "生活課"), ("service", ""));
        (await Services("生活課")).ShouldBeEmpty();
        await admin.Done(renamed, "/undo");
        (await Services("くらし課")).ShouldBe(["bulky-waste"]);
        (await _host.Audited("hoshimi")).ShouldContain("settings.change/change 課「くらし課」の名前・受け持ちを変更");

        await admin.Done(await admin.Page("settings/departments"), "/departments", ("name", "まちがい課"), ("service", ""));
        var history = await admin.Page("settings/history");
        await admin.Done(history, "/undo");
        (await Services("まちがい課")).ShouldBeEmpty();
        (await admin.Page("settings/departments")).QuerySelector("main")!.TextContent.ShouldNotContain("まちがい課");
    }

    [Test]
    public async Task A_name_twice_or_none_is_refused_at_its_field()
    {
        using var admin = await _host.SignIn("kawabe", ("general", Duty.Administrator));
        var twice = await admin.Send("settings/departments", "/departments", ("name", "general課"));
        twice.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(twice)).QuerySelector("#f-name-error")!.TextContent.ShouldContain("もうあります");
        (await admin.Send("settings/departments", "/departments", ("name", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.Send("settings/departments", "/departments", ("name", "新しい課"), ("service", "magic"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public async Task Closing_says_who_works_there_takes_their_rights_and_reopening_gives_them_back()
    {
        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        using var clerk = await _host.SignIn(await _host.Staff("hoshimi", "閉 太郎", ("harbour", Duty.Clerk)));
        (await clerk.Get("settings")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var page = await admin.Page("settings/departments/harbour");
        page.QuerySelector("main")!.TextContent.ShouldContain("閉 太郎");
        await admin.Done(page, "/close");
        (await clerk.Get("settings")).StatusCode.ShouldNotBe(HttpStatusCode.OK, "duties in a closed department give no rights");

        // Somebody's other duties change meanwhile; what rests with the department rests.
        await admin.Done(await admin.Page($"staff/{clerk.Staff.Id.Value}"), "/duties", ("post", "general/region-observer"));
        await admin.Done(await admin.Page("settings/departments/harbour"), "/reopen");
        (await clerk.Get("settings")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_department_of_the_last_administrator_cannot_be_closed()
    {
        var only = await _host.Staff("kawabe", "唯一 管理", ("alone", Duty.Administrator));
        await _host.Store.Peek<int>("update staff set joined_at = made_at where staff_id = @id returning 1", new { id = only.Id.Value });
        using var admin = await _host.SignIn(only);
        var refused = await admin.Send("settings/departments/alone", "/close");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(refused)).QuerySelector(".notice")!.TextContent.ShouldContain("管理者がいなくなります");
    }

    [Test]
    public async Task A_clerk_sees_departments_and_changes_none_and_reading_about_staff_is_recorded()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await clerk.Page("settings/departments")).QuerySelector("form[action$='/departments']").ShouldBeNull();
        (await clerk.Get("settings/departments/environment")).StatusCode.ShouldNotBe(HttpStatusCode.OK);

        using var admin = await _host.SignIn("hoshimi", ("general", Duty.Administrator));
        await admin.Page("staff");
        await admin.Page($"staff/{clerk.Staff.Id.Value}");
        var audited = await _host.Audited("hoshimi");
        audited.ShouldContain("staff.see/list");
        audited.ShouldContain("staff.see/view");
    }

    [Test]
    public async Task The_pages_can_be_read_reached_and_touched_by_all()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "星 管理", ("environment", Duty.Administrator)));
        foreach (var path in new[] { "settings/departments", "settings/departments/environment", "settings" })
        {
            await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString());
            await ConsoleLook.Check(page, $"departments-{path.Replace('/', '-')}");
        }
    }

    private async Task<string[]> Services(string name) =>
        [.. (await _host.Store.Peek<string>("select unnest(services) from department where town_id = 'hoshimi' and name = @name", new { name }))];

    private async Task<string> Path(string name) =>
        $"settings/departments/{(await _host.Store.Peek<string>("select code from department where town_id = 'hoshimi' and name = @name", new { name }))[0]}";
}
