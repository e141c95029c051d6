using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The page of numbers, for those who may see numbers, whichever department they are in.</summary>
public sealed class DamageFigureTests : BrowserFixture
{
    [Test]
    public async Task The_page_and_the_file_tell_the_same_of_the_period_that_was_asked_for()
    {
        var id = await Report("cave-in", DamageWorld.Honcho, "U-figure-1", "山田さんの家の前");
        await Host.Store.Peek<int>("update damage_case set opened_at = '2020-02-03T00:00Z' where case_id = @id returning 1", new { id });
        await Takes(id, "accept");
        await Host.Store.Peek<int>("update timeline set at = '2020-02-03T03:00Z' where subject = @subject and kind = 'accepted' returning 1", new { subject = $"{id:n}" });
        using var general = await Host.SignIn("hoshimi", ("general", Duty.RegionObserver));
        const string span = "from=2020-02-03&to=2020-02-03";
        var page = await general.Page($"damage-reports/figures?{span}");
        var row = page.QuerySelectorAll("main tbody tr")[0];
        row.QuerySelector("th")!.TextContent.ShouldBe("道路の陥没・段差");
        row.QuerySelector("[data-label='最初の対応（中央値）']")!.TextContent.ShouldBe("3.0時間");
        row.QuerySelector("[data-label=完了]")!.TextContent.ShouldBe("0");
        page.QuerySelector("main")!.TextContent.ShouldNotContain("山田");
        var file = (await (await general.Get($"damage-reports/figures/export.csv?{span}")).Content.ReadAsStringAsync()).Split("\r\n");
        file.ShouldContain("\"種類\",\"道路の陥没・段差\",1,1,3.0,3.0,0,,,1,0,0,0,");
        (await general.Page("damage-reports/figures?from=2020-02-04&to=2020-02-04")).QuerySelector(".empty").ShouldNotBeNull();
        (await general.Page("damage-reports/figures?from=2020-02-04&to=2019-01-01")).QuerySelector(".notice.warn")!.TextContent.ShouldContain("この30日");
        using var union = await Host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        (await union.Get("damage-reports/figures")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task How_many_were_helped_is_told_for_each_kind_and_department_and_drills_do_not_count()
    {
        var (one, drill) = (await Report("cave-in", DamageWorld.Honcho, "U-figure-3"), await Report("cave-in", DamageWorld.Honcho, "U-figure-4"));
        await Host.Store.Peek<int>("update damage_case set is_drill = true where case_id = @drill returning 1", new { drill });
        foreach (var (citizen, isHelped) in new[] { ("U-figure-5", true), ("U-figure-6", true), ("U-figure-3", false), ("U-figure-4", false) })
        {
            await (citizen[^1] > '4' ? Report("cave-in", DamageWorld.Honcho, citizen, same: one) : Task.CompletedTask);
            await Host.Store.Peek<int>(
                """
                insert into damage_rating (town_id, report_id, case_id, kind, department, is_helped, rated_at)
                select 'hoshimi', report_id, case_id, kind, department, @isHelped, '2020-03-03T00:00Z' from damage_report join damage_case using (town_id, case_id) where citizen_id = @citizen returning 1
                """,
                new { citizen, isHelped });
        }

        const string span = "from=2020-03-03&to=2020-03-03";
        var rows = (await OurClerk.Page($"damage-reports/figures?{span}")).QuerySelectorAll("#ratings tbody tr");
        rows.Select(r => string.Join('|', r.QuerySelectorAll("th, td").Select(c => c.TextContent)))
            .ShouldBe(["道路の陥没・段差|種類|3|2|1|67%", "construction|受け持ち|3|2|1|67%"]);
        (await (await OurClerk.Get($"damage-reports/figures/export.csv?{span}")).Content.ReadAsStringAsync()).ShouldContain("\"種類\",\"道路の陥没・段差\",0,0,,,0,,,0,0,3,2,66.7");
    }

    [Test]
    public async Task It_can_be_read_at_every_width()
    {
        await Report("cave-in", DamageWorld.Honcho, "U-figure-2");
        await using var desk = await Desk();
        var page = await Host.SignedIn(desk, OurClerk.Staff);
        await page.GotoAsync(new Uri(Host.Address, "/console/hoshimi/damage-reports/figures").ToString());
        await ConsoleLook.Check(page, "damage-figures");
    }
}
