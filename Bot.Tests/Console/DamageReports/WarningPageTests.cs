using System.Net;
using System.Net.Http.Json;
using Bot.Domain.Staff;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Settings;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Warnings as staff see them, from the agency's stand-in over the wire to the pages.</summary>
public sealed class WarningPageTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test, Order(1)]
    public async Task A_warning_switches_the_pages_say_why_and_staff_alone_end_it()
    {
        using var chief = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
        (await chief.Page("disaster/warnings")).QuerySelector("main")!.TextContent.ShouldContain("ありません");
        await Issue("landslide-4", "訓練");
        await Issue("rain-5", "通常");
        var now = await chief.Page("disaster");
        now.QuerySelector("#h-now")!.TextContent.ShouldBe("いま：災害モード");
        now.QuerySelector("main")!.TextContent.ShouldSatisfyAllConditions(
            t => t.ShouldContain("申し出 警報（自動）、承認 町の決まり（自動）"), t => t.ShouldContain("理由：レベル５大雨特別警報"));
        (await chief.Page("disaster/board")).QuerySelector("main")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("理由：レベル５大雨特別警報"), t => t.ShouldContain("発表中の警報"));
        (await chief.Page("disaster/warnings")).QuerySelector("main")!.TextContent.ShouldSatisfyAllConditions(
            t => t.ShouldContain("【訓練】"), t => t.ShouldContain("本番ではないため"), t => t.ShouldContain("災害モードに切り替える決まり"));

        await Issue("clear", "通常");
        (await chief.Page("disaster")).QuerySelector("main")!.TextContent.ShouldContain("災害モードは自動では終わりません");
        (await chief.Page("")).QuerySelector("main")!.TextContent.ShouldContain("警報が終わった災害モード");
        var ended = await chief.Done(await chief.Page("disaster"), "/end");
        ended.QuerySelector("main")!.TextContent.ShouldContain("町の決まり（自動）", Case.Sensitive, "the history says who");
        (await chief.Page("")).QuerySelector("main")!.TextContent.ShouldNotContain("警報が終わった災害モード");

        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "災害 管理", ("environment", Duty.Administrator), ("environment", Duty.Approver)));
        await Issue("landslide-4", "通常");
        foreach (var (path, name) in new[] { ("disaster/warnings", "warnings"), ("disaster", "disaster-proposed"), ("disaster/board", "board-warned") })
        {
            await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString());
            await ConsoleLook.Check(page, name);
        }
    }

    [Test, Order(2)]
    public async Task The_towns_decision_is_changed_by_its_administrator_and_can_be_taken_back()
    {
        using var admin = await _host.SignIn("kawabe", ("environment", Duty.Administrator));
        var done = await admin.Done(await admin.Page("disaster/warnings"), "/disaster/warnings", ("act-special", "propose"), ("held", "３０"));
        Terms().ShouldSatisfyAllConditions(t => t.ActOn("special").ShouldBe("propose"), t => t.HeldAfterMinutes.ShouldBe(30), t => t.Areas.ShouldBe(["9900200"]));
        await admin.Done(done, "/undo");
        Terms().ActOn("special").ShouldBe("switch");

        foreach (var (field, value) in new[] { ("areas", "99001"), ("act-special", "explode"), ("intensity", "8"), ("held", "0") })
        {
            (await admin.Send("disaster/warnings", "/disaster/warnings", (field, value))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
        }

        using var chief = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        (await chief.Page("disaster/warnings")).QuerySelectorAll("main form").ShouldBeEmpty();

        Bot.Infrastructure.Towns.WarningTerms Terms() => _host.Get<LiveRegion>().Now.Find(new("kawabe"))!.Warnings!;
    }

    [Test, Order(3)]
    public async Task Somebody_plays_the_weather_on_the_stand_ins_page()
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["area"] = "9900200", ["what"] = "rain-3", ["status"] = "通常", ["change"] = "発表", ["minutes"] = "0" });
        WebUtility.HtmlDecode(await (await http.PostAsync(new Uri(_host.Story.SimulatorAddress, "/weather"), form)).Content.ReadAsStringAsync()).ShouldContain("出しました（1件）");
        (await http.GetStringAsync(new Uri(_host.Story.SimulatorAddress, "/weather/feed/extra.xml"))).ShouldContain("_VPWW55_990000.xml");
    }

    /// <summary>The stand-in issues something over HTTP, and the house asks for it.</summary>
    private async Task Issue(string what, string status)
    {
        using var http = new HttpClient();
        (await http.PostAsJsonAsync(new Uri(_host.Story.SimulatorAddress, "/control/weather/"), new { area = "9900100", what, status })).EnsureSuccessStatusCode();
        var settings = _host.Get<WeatherSettings>() with { Every = TimeSpan.Zero };
        await new WarningRounds(
            _host.Database, _host.Get<LiveRegion>(), new WeatherClient(_host.Get<IHttpClientFactory>(), settings), _host.Get<WarningDesk>(), settings, _host.Get<TimeProvider>(),
            NullLogger<WarningRounds>.Instance).Go(default);
    }
}
