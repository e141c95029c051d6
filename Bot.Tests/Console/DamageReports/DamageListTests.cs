using System.Net;
using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The list of cases narrowed, on the map and as a file: the same conditions give the same cases everywhere.</summary>
public sealed class DamageListTests : BrowserFixture
{
    /// <summary>In the highlands, which are a district of their own.</summary>
    private static GeoPoint Kogen { get; } = DamageWorld.Plan.Areas.First(a => a.Code == "kogen").Shape.Polygons[0].Outer.Corners is var c
        ? new GeoPoint(c.Average(p => p.Latitude), c.Average(p => p.Longitude))
        : default;

    [Test]
    public async Task Each_condition_holds_for_the_list_the_map_and_the_file()
    {
        var high = await Report("roadside", Kogen, "U-filter-1", "=HYPERLINK(\"http://x\")", danger: "yes");
        var old = await Report("roadside", DamageWorld.Honcho, "U-filter-2", "橋の前");
        await Aged(old, 20);
        using var other = await Host.SignIn("hoshimi", ("environment", Duty.Clerk));
        await other.Done(await other.Page(Path(old)), "/take");
        var (highNumber, oldNumber) = (await Number(high), await Number(old));
        foreach (var (condition, wanted) in new (string, string[])[]
        {
            ("area=kogen", [highNumber]), ("danger=1", [highNumber]), ("age=-14", [oldNumber]), ("age=3", [highNumber]), ("who=none", [highNumber]),
            ($"who={other.Staff.Id.Value:n}", [oldNumber]), ("who=me", []), ("department=environment", []), ("", [highNumber, oldNumber]),
        })
        {
            (await Numbers($"damage-reports?kind=roadside&{condition}")).ShouldBe(wanted, ignoreOrder: true, condition);
            (await Points($"kind=roadside&{condition}")).Select(p => p.GetProperty("number").GetString()).ShouldBe(wanted, ignoreOrder: true, condition);
            (await Csv($"kind=roadside&{condition}")).Skip(1).Select(r => r.Split(',')[0].Trim('"')).ShouldBe(wanted, ignoreOrder: true, condition);
        }

        (await Numbers($"damage-reports?kind=roadside&who={Guid.NewGuid():n}")).Count.ShouldBe(2, "nobody of that name: the condition is left out, and said");
    }

    [Test]
    public async Task Work_that_was_handed_to_a_department_is_found_by_it()
    {
        var id = await Report("cave-in", DamageWorld.Honcho, "U-hand-1");
        (await Numbers("damage-reports?kind=cave-in&department=environment")).ShouldBeEmpty("it was routed to another department");
        await Host.Store.Peek<int>(
            "insert into case_desk (town_id, module, subject, home, department, version, changed_at) values ('hoshimi', 'damage-reports', @subject, 'hoshimi', 'environment', 1, now()) returning 1",
            new { subject = $"{id:n}" });
        (await Numbers("damage-reports?kind=cave-in&department=environment")).ShouldBe([await Number(id)]);
        (await Numbers("damage-reports?kind=cave-in&who=none")).ShouldNotContain(await Number(id));
    }

    [Test]
    public async Task Whoever_has_more_than_a_file_holds_is_told_so()
    {
        var id = await Report("leak", DamageWorld.Honcho, "U-many-1");
        using var clerk = await Host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await clerk.Page("damage-reports?kind=leak")).QuerySelector("main")!.TextContent.ShouldNotContain("CSVに入るのは");
        await Host.Store.Peek<int>("""
            with more as (insert into damage_case select (jsonb_populate_record(c, jsonb_build_object('case_id', gen_random_uuid(), 'number', 'X' || n))).*
                            from damage_case c, generate_series(1, 20000) n where c.case_id = @id returning 1) select count(*)::int from more
            """, new { id });
        (await clerk.Page("damage-reports?kind=leak")).QuerySelector("main")!.TextContent.ShouldContain("CSVに入るのは、この並び順で上の20,000件です");
        await Host.Store.Peek<int>("with gone as (delete from damage_case where number like 'X%' returning 1) select count(*)::int from gone");
    }

    [Test]
    public async Task A_point_tells_the_age_and_the_state_and_nothing_that_residents_wrote()
    {
        var id = await Report("wildlife", DamageWorld.Honcho, "U-point-1", "山田さんの家の裏", danger: "life", remark: "秘密");
        await Aged(id, 8);
        var point = (await Points($"number={await Number(id)}")).Single();
        point.GetProperty("days").GetInt32().ShouldBe(8);
        point.GetProperty("sign").GetString().ShouldBe("未");
        point.GetProperty("danger").GetString().ShouldBe("命の危険");
        point.GetProperty("at").EnumerateArray().Select(d => d.GetDouble()).ShouldBe([DamageWorld.Honcho.Latitude, DamageWorld.Honcho.Longitude]);
        (await Status(point.GetProperty("page").GetString()!)).ShouldBe(HttpStatusCode.OK);
        point.GetRawText().ShouldNotContain("山田");
        (await Host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("damage-reports.see/map 1 number=", StringComparison.Ordinal));
    }

    [Test]
    public async Task The_file_opens_in_Excel_runs_nothing_and_is_noted_with_each_case()
    {
        var id = await Report("gas", DamageWorld.Honcho, "U-csv-1", "=cmd|' /C calc'!A0", telephone: "0999001234");
        var answer = await OurClerk.Get($"damage-reports/export.csv?number={await Number(id)}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble).ShouldBeTrue("Excel knows UTF-8 by it");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldStartWith("damage-reports-");
        var text = Encoding.UTF8.GetString(bytes);
        text.ShouldContain("\"'=cmd|' /C calc'!A0\"");
        text.ShouldContain(",36.742000,138.312000,");
        text.ShouldNotContain("0999001234", Case.Sensitive, "who reported it stays on the case's own page");
        (await Host.Store.Peek<string>("select action from audit_entry where town_id = 'hoshimi' and @subject = any (subjects)", new { subject = $"damage-reports/{id:n}" }))
            .ShouldContain("damage-reports.see/export");
    }

    [Test]
    public async Task On_the_map_what_lies_together_is_one_marker_until_one_goes_nearer_and_leads_to_the_case()
    {
        var far = await Report("park", Kogen, "U-map-0", "高原の広場");
        await Aged(far, 40);
        var near = await Report("park", DamageWorld.Honcho, "U-map-1", "駅前の公園");
        await Report("park", new GeoPoint(DamageWorld.Honcho.Latitude + 0.001, DamageWorld.Honcho.Longitude), "U-map-2", danger: "yes");
        await using var desk = await Desk();
        await desk.RouteAsync("https://cyberjapandata.gsi.go.jp/**", route => route.AbortAsync());
        List<string> complaints = [];
        var page = await Host.SignedIn(desk, OurClerk.Staff);
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync(new Uri(Host.Address, "/console/hoshimi/damage-reports?kind=park").ToString());
        await page.Locator("#map[data-ready=true]").WaitForAsync();
        (await page.Locator("#map .map-stop").AllInnerTextsAsync()).ShouldBe(["!2件", "未 40日"], ignoreOrder: true);
        (await page.Locator("#map .map-stop.age-3").CountAsync()).ShouldBe(1);
        await ConsoleLook.Keep(page, "damage-map");

        await page.Locator("#map .map-stop.many").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator(".map-told li").CountAsync()).ShouldBe(2, "the keyboard reaches each case of a marker");
        (await page.EvaluateAsync<bool>("document.activeElement.matches('.map-told a')")).ShouldBeTrue();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".map-told")).ToHaveCountAsync(0);
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldContain("map-stop");
        await page.Locator("#map .map-stop.many").ClickAsync();
        await Assertions.Expect(page.Locator("#map .map-stop")).Not.ToHaveTextAsync(["!2件", "未 40日"]);

        await page.Locator($"#case-{near:n} button[data-show]").ClickAsync();
        await Assertions.Expect(page.Locator(".map-told")).ToHaveCountAsync(1);
        await page.Locator(".map-told button").ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe($"case-{near:n}");
        await page.Locator(".map-told a").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync($"通報 {await Number(near)}");
        await page.GoBackAsync();
        await page.Locator("#map[data-ready=true]").WaitForAsync();
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        await ConsoleLook.Check(page, "damage-list-map");
    }

    private static async Task<IReadOnlyList<JsonElement>> Points(string query)
    {
        using var json = JsonDocument.Parse(await (await OurClerk.Get($"damage-reports/map.json?{query}")).Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    private static async Task<string[]> Csv(string query) =>
        (await (await OurClerk.Get($"damage-reports/export.csv?{query}")).Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
