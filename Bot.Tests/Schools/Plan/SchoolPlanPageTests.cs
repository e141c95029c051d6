using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Plan;

/// <summary>The board of education sets hours and holidays; the talk goes by them at once, and each change can be undone.</summary>
public sealed class SchoolPlanPageTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task Hours_and_holidays_are_set_and_undone()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "教育 太郎", ("board-of-education", Duty.Approver)));
        await page.GotoAsync(new Uri(_host.Address, "/console/hoshimi/schools/plan").ToString());
        await ConsoleLook.Check(page, "school-plan");
        await page.Locator("#f-cutoff-0").FillAsync("08:40");
        await page.Locator("#h-0 ~ form input[value=土]").CheckAsync();
        await page.ClickAsync("text=保存する >> nth=0");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("星見小学校の設定を変更");
        (School().CutOff, School().Calendar.IsOpen(new DateOnly(2026, 12, 5), [])).ShouldBe((new TimeOnly(8, 40), true));

        await page.Locator("#f-first").FillAsync("2026-12-05");
        await page.Locator("#f-last").FillAsync("2026-12-01");
        await page.Locator("#f-ja").FillAsync("創立記念日");
        await page.ClickAsync("text=休みを加える >> nth=1");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("最後の日が最初の日より前です");
        (await page.Locator("#f-ja").InputValueAsync()).ShouldBe("創立記念日");
        await page.Locator("#f-last").FillAsync("");
        await page.Locator("#f-easy").FillAsync("学校の 誕生日");
        await page.Locator("#f-en").FillAsync("Founding day");
        await page.ClickAsync("text=休みを加える >> nth=1");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("休みを加える");
        School().Calendar.IsOpen(new DateOnly(2026, 12, 5), []).ShouldBeFalse();
        await page.Locator(".told button").ClickAsync();
        School().Calendar.IsOpen(new DateOnly(2026, 12, 5), []).ShouldBeTrue("undone");
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("schools.plan.change", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_school_itself_does_not_set_it()
    {
        using var teacher = await _host.SignIn("hoshimi", ("hoshimi-school", Duty.School));
        (await teacher.Get("schools/plan")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private Domain.Schools.School School() => _host.Get<SchoolTowns>().Find(new TownId("hoshimi"), "hoshimi-school")!;
}
