using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The routing of a town on its page: tried at a place, changed after a look at what it would have done, taken back. Kawabe's is changed, Hoshimi's looked at.</summary>
public sealed class DamageRoutingTests : BrowserFixture
{
    private const string Page = "damage-reports/routing";

    private Clerk _approver = null!;

    [OneTimeSetUp]
    public async Task Open() => _approver = await Host.SignIn("kawabe", ("environment", Duty.Approver));

    [OneTimeTearDown]
    public void Close() => _approver.Dispose();

    [Test]
    public async Task A_place_is_tried_with_each_step_of_the_reasoning()
    {
        var there = DamageWorld.Route918;
        var answer = (await OurClerk.Page($"{Page}?of=pothole&lat={there.Latitude}&long={there.Longitude}")).QuerySelector("#answer")!;
        answer.QuerySelector("strong")!.TextContent.ShouldBe("道路の穴・ひび → 国道918号の維持出張所");
        answer.QuerySelectorAll("li").Select(l => l.TextContent).ShouldBe(["町の区域の中（星見町）", "道路の上（国道918号）", "振り分け表の5行目に当てはまる"]);
        (await OurClerk.Page($"{Page}?of=pothole&lat=３６．７０４１&long=138.3572")).QuerySelector("#answer strong")!.TextContent.ShouldEndWith("→ 川辺村");
        (await OurClerk.Page($"{Page}?of=pothole&lat=38.5&long=137.5")).QuerySelector("#answer")!.TextContent.ShouldContain("町の外");
        foreach (var wrong in (string[])["of=pothole&lat=x&long=138", "of=nothing&lat=36.7&long=138", "of=pothole&lat=36.7&long=500", "of=pothole&lat=NaN&long=138"])
        {
            (await OurClerk.Page($"{Page}?{wrong}")).QuerySelector("main .error").ShouldNotBeNull(wrong);
        }
    }

    [Test]
    public async Task A_change_is_looked_at_first_then_saved_then_counts_for_new_reports_and_is_taken_back()
    {
        await Report("wildlife", DamageWorld.Yakubamae, "U-route-1", town: "kawabe");
        var before = Plan().Rules;
        var page = await _approver.Page(Page);
        var tried = await Surfer.Page(await Change(page, "try", add: ("wildlife", "department:general-affairs")));
        tried.QuerySelector("#preview")!.TextContent.ShouldContain("1件の行き先が変わります");
        tried.QuerySelectorAll("#preview tbody tr").Single().QuerySelector("[data-label=新しい決まり]")!.TextContent.ShouldContain("general-affairs");
        Plan().Rules.ShouldBe(before, "a look changes nothing");

        var saved = await Change(tried, "save");
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Plan().Rules[0].ShouldBe(new RoutingRule(2, "wildlife", null, null, null, new RouteTarget.Department("general-affairs")));
        var id = await Report("wildlife", DamageWorld.Yakubamae, "U-route-2", town: "kawabe");
        (await Host.Store.Peek<string>("select target from damage_case where case_id = @id", new { id })).ShouldBe(["department:general-affairs"]);

        // Who still has the page from before is told, and overwrites nothing.
        var late = await Surfer.Page(await Change(page, "save", add: ("wildlife", "department:environment")));
        late.QuerySelector("[role=alert]")!.TextContent.ShouldContain("ほかの職員が先に");
        var log = await _approver.Page($"{Page}/history");
        log.QuerySelector("main")!.TextContent.ShouldContain("通報の振り分けを変更");
        await _approver.Done(log, "/undo");
        Plan().Rules.ShouldBe(before);
        (await Host.Audited("kawabe")).ShouldContain(a => a.StartsWith("damage-reports.plan.change/undo", StringComparison.Ordinal));
    }

    [Test]
    public async Task Lines_in_vain_and_codes_that_the_town_has_not_are_refused()
    {
        var before = Plan().Rules;
        var page = await _approver.Page(Page);
        var vain = await Change(page, "save", add: ("", "department:environment"));
        vain.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(vain)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("3行目：上の行（2行目など）");
        foreach (var target in (string[])["office:nobody", "town:hoshimi-x", "department:", "nonsense"])
        {
            (await Change(page, "save", add: ("leak", target))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, target);
        }

        (await Change(page, "save", add: ("no-such-kind", "department:environment"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Plan().Rules.ShouldBe(before);
    }

    [Test]
    public async Task Clerks_see_it_and_only_approvers_and_administrators_change_it()
    {
        var page = await OurClerk.Page(Page);
        page.QuerySelectorAll("main form[method=post]").ShouldBeEmpty();
        page.QuerySelectorAll("main tbody tr").Length.ShouldBe(DamageWorld.Plan.Rules.Count);
        var check = page.QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await OurClerk.Surfer.Post("/console/hoshimi/damage-reports/routing", [KeyValuePair.Create("check", check), KeyValuePair.Create("do", "save")])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var union = await Host.SignIn("mizuho-union", ("environment", Duty.Approver));
        (await union.Get(Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task A_tap_on_the_map_fills_the_place_and_it_can_be_read_at_every_width()
    {
        await using var desk = await Desk();
        await desk.RouteAsync("https://cyberjapandata.gsi.go.jp/**", route => route.AbortAsync());
        var page = await Host.SignedIn(desk, _approver.Staff);
        await page.GotoAsync(new Uri(Host.Address, $"/console/kawabe/{Page}").ToString());
        await page.Locator("#map[data-ready=true]").WaitForAsync();
        await page.Locator("#map[data-areas-shown=true]").WaitForAsync();
        (await page.Locator(".map-area-name").AllInnerTextsAsync()).ShouldBe(DamageWorld.PlanOfKawabe.Areas.Select(a => a.Name.Ja), ignoreOrder: true);
        // Beside the pin in the middle.
        var edge = (await page.Locator("#map").BoundingBoxAsync())!;
        await page.Locator("#map").ClickAsync(new() { Position = new() { X = (edge.Width / 2) - 45, Y = (edge.Height / 2) - 30 } });
        (await page.Locator("#lat").InputValueAsync()).ShouldMatch("^36[.][0-9]{5}$");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "試す", Exact = true }).ClickAsync();
        (await page.Locator("#answer li").CountAsync()).ShouldBeGreaterThan(1);
        await ConsoleLook.Check(page, "damage-routing");
        await page.Locator("button[value=try]").ClickAsync();
        (await page.Locator("#preview").InnerTextAsync()).ShouldContain("0件の行き先が変わります");
        await ConsoleLook.Keep(page, "damage-routing-try");
    }

    private static DamagePlan Plan() => Host.Get<DamageReportsModule>().Towns[new TownId("kawabe")];

    /// <summary>Posts the form with the rules that stand in it; a new one comes first.</summary>
    private Task<HttpResponseMessage> Change(IHtmlDocument page, string does, (string Kind, string Target)? add = null)
    {
        var form = page.QuerySelector("form[method=post][action$='/damage-reports/routing']")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)).Append(KeyValuePair.Create("do", does)).ToList();
        foreach (var name in (string[])["place", "kind", "group", "area", "owner", "target"])
        {
            fields.AddRange(form.QuerySelectorAll($"[name={name}]").Select(f => KeyValuePair.Create(name, f is IHtmlSelectElement s ? s.Value ?? "" : ((IHtmlInputElement)f).Value)));
            fields.AddRange(add is var (kind, target) ? [KeyValuePair.Create(name, name switch { "place" => "0.5", "kind" => kind, "target" => target, _ => "" })] : []);
        }

        return _approver.Surfer.Post(form.GetAttribute("action")!, fields);
    }
}
