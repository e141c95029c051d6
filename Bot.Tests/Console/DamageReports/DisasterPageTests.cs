using System.Net;
using System.Text;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Disaster mode as staff use it: two people, a drill, the board, the file for the prefecture, closed roads, the fire brigade.</summary>
public sealed class DisasterPageTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_drill_by_two_people_with_a_closed_road_the_board_and_the_brigade()
    {
        using var second = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "災害 太郎", ("environment", Duty.Approver)));
        await Opens(page, "disaster");
        await ConsoleLook.Check(page, "disaster-off");
        await page.CheckAsync("#drill-yes");
        await page.FillAsync("#f-why", "防災訓練 <b>");
        await Presses(page, "申し出る（もう1人の承認で始まります）");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("申し出た人は承認できません");
        await ConsoleLook.Check(page, "disaster-waits");

        var waiting = await second.Page("disaster");
        waiting.QuerySelector("main")!.TextContent.ShouldContain("防災訓練 <b>");
        await second.Done(waiting, "/agree");
        await page.ReloadAsync();
        (await page.Locator("#h-now").InnerTextAsync()).ShouldBe("いま：訓練");
        await ConsoleLook.Check(page, "disaster-on");
        (await _host.Store.Peek<string>("select value->>'IsDrill' from town_setting where key = 'town/disaster'")).ShouldBe(["true"]);
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("disaster.switch/begin-drill", StringComparison.Ordinal));

        await Opens(page, "closures");
        await page.FillAsync("#f-road", "県道21号");
        await page.FillAsync("#f-words", "土砂崩れのため。国道へ回ってください。");
        await page.FillAsync("#f-place", "36.7440,138.3120");
        await Presses(page, "加える");
        (await page.Locator("tbody tr").InnerTextAsync()).ShouldContain("県道21号");
        await ConsoleLook.Check(page, "closures");

        await Opens(page, "disaster/responders");
        await page.FillAsync("#f-brigade", "消防団第1分団");
        await Presses(page, "作る");
        (await page.Locator("#h-code").InnerTextAsync()).ShouldMatch("登録コード　([2-9A-Z]{4}-){3}[2-9A-Z]{4}");
        await ConsoleLook.Check(page, "responders");

        await StoryUntil(async () => (await second.Page("disaster/board")).QuerySelector("main")!.TextContent.Contains("訓練の通報だけ", StringComparison.Ordinal));
        await DamageSamples.Report(_host, "landslide", DamageWorld.Honcho, "U-board-1", "=cmd()", danger: "life");
        (await second.Page("damage-reports?kind=landslide")).QuerySelector("tbody th .chip")!.TextContent.ShouldBe("訓練");
        await Opens(page, "disaster/board");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("土砂崩れ");
        await page.WaitForSelectorAsync("#map[data-ready=true]");
        (await page.Locator("#map .map-stop.closure").CountAsync()).ShouldBe(1);
        (await page.Locator("#map .map-stop.state-open.kind-6").CountAsync()).ShouldBe(1, "the landslide in the colour of disasters");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("県道21号");
        await ConsoleLook.Check(page, "board");
        (await page.Locator(".drill").InnerTextAsync()).ShouldContain("【訓練】");
        using (var resident = new Surfer(_host.Address))
        {
            foreach (var (path, words) in new[] { ("/hoshimi/reports", "本当の災害ではありません"), ("/hoshimi/reports?lang=en", "This is a drill"), ("/hoshimi", "【訓練】") })
            {
                (await Surfer.Page(await resident.Get(path))).QuerySelector(".drill").ShouldNotBeNull(path).TextContent.ShouldContain(words, Case.Sensitive, path);
            }

            (await Surfer.Page(await resident.Get("/kawabe/reports"))).QuerySelector(".drill").ShouldBeNull();
        }

        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(9));
        var file = Encoding.UTF8.GetString(await (await second.Get($"disaster/export.csv?from={today:yyyy-MM-dd}&to={today:yyyy-MM-dd}&drill=yes")).Content.ReadAsByteArrayAsync());
        file.ShouldStartWith("\uFEFF");
        file.ShouldContain("土砂崩れ");
        file.ShouldContain("本町");
        file.ShouldNotContain("cmd", Case.Insensitive, "no word of a resident goes to the prefecture");
        (await second.Get("disaster/export.csv?from=x&to=y")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await second.Done(await second.Page("disaster"), "/end");
        (await _host.Store.Peek<string>("select state from damage_case where is_drill")).ShouldBe(["done"]);
        (await _host.Store.Peek<long>("select count(*) from town_setting where key = 'town/disaster'")).ShouldBe([0]);
    }

    [Test]
    public async Task What_is_not_filled_in_is_said_and_clerks_cannot_switch()
    {
        using var clerk = await _host.SignIn("kawabe", ("environment", Duty.Clerk));
        (await clerk.Page("disaster")).QuerySelectorAll("main form").ShouldBeEmpty();
        foreach (var (field, value) in ((string, string)[])[("road", ""), ("words", ""), ("place", "35"), ("from", "x"), ("until", "2020-01-01T00:00")])
        {
            var answer = await clerk.Send("closures", "/add", [.. new (string, string)[] { ("road", "道"), ("words", "工事"), ("place", "36.7,138.3"), ("from", "2026-11-27T10:00") }.Where(f => f.Item1 != field), (field, value)]);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
        }

        (await _host.Store.Peek<long>("select count(*) from road_closure where town_id = 'kawabe'")).ShouldBe([0]);
    }

    private async Task Opens(IPage page, string path) => await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString());

    private static Task Presses(IPage page, string button) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    /// <summary>Until every process has seen what was switched: a second at most.</summary>
    private static Task StoryUntil(Func<Task<bool>> holds) => Bot.Tests.Story.StoryHost.Until(holds, "the switch was not seen");
}
