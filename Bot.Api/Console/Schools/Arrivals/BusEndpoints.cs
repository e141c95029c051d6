using System.Globalization;
using System.Text;
using Bot.Api.Console.Phones;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools.Arrivals;
using Microsoft.AspNetCore.Antiforgery;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>The phone on the bus and in the class: who boards, alights and arrives, which the phone keeps for where there is no signal.</summary>
internal static class BusEndpoints
{
    private static readonly string[] Kept = ["console/arrivals.css", "console/bus.js", "console/bus-code.js"];

    public static void MapBus(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/bus", Show).Needs(Rights.SchoolBus).WithMetadata(new UsesCamera());
        console.MapGet("/schools/{school}/bus/list", List).Needs(Rights.SchoolBus);
        console.MapGet("/schools/{school}/bus/offline", (Visit visit, string school, ArrivalPages pages) =>
            pages.Find(visit, school, Rights.SchoolBus) is { } found ? visit.Page<BusPage>(new { School = found }) : visit.NotFound()).Needs(Rights.SchoolBus).WithMetadata(new UsesCamera());
        console.MapGet("/schools/{school}/bus/sw.js", (Visit visit, string school, ArrivalPages pages) =>
            pages.Find(visit, school, Rights.SchoolBus) is null ? visit.NotFound() : PhoneWorker.Of(visit, "bus", ArrivalPages.Bus(school), Kept)).Needs(Rights.SchoolBus);
        console.MapPost("/schools/{school}/bus/scans", Take).Needs(Rights.SchoolBus);
    }

    private static async Task<IResult> Show(Visit visit, string school, ArrivalPages pages, AwayToday away, IAntiforgery antiforgery) =>
        pages.Find(visit, school, Rights.SchoolBus) is { } found ? visit.Page<BusPage>(new { School = found, List = await Read(visit, found, pages, away, antiforgery) }) : visit.NotFound();

    private static async Task<IResult> List(Visit visit, string school, ArrivalPages pages, AwayToday away, IAntiforgery antiforgery) =>
        pages.Find(visit, school, Rights.SchoolBus) is { } found ? TypedResults.Content((await Read(visit, found, pages, away, antiforgery)).ToJson(), "application/json", Encoding.UTF8) : visit.NotFound();

    private static Task<BusList> Read(Visit visit, School school, ArrivalPages pages, AwayToday away, IAntiforgery antiforgery) => pages.In(visit, async tx =>
    {
        var morning = await pages.Read(tx, visit, school, isDrill: false);
        var run = visit.Query("drill") == "1" ? morning.Drill?.DrillId ?? Guid.Empty : Guid.Empty;
        var scans = await ScanTable.Of(tx, visit.TownId, school.Code, visit.Today, run, visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.bus/list", [.. morning.Pupils.Select(p => new Watched.Pupil(p.Child.Id).Code).Prepend($"school/{school.Code}")]), visit.Now, visit.Stop);
        return BusList.Of(visit, morning, run, PhoneToken.Of(visit.Http, antiforgery), scans, await away(tx, visit.TownId, school.Code, visit.Today, visit.Stop));
    });

    /// <summary>One scan of one child, or of one last seat. There is no other way in, so nobody is noted together with others.</summary>
    private static async Task<IResult> Take(Visit visit, string school, ArrivalPages pages)
    {
        if (pages.Find(visit, school, Rights.SchoolBus) is not { } found || Scan(visit) is not var (scan, day, run, claim))
        {
            return visit.NotFound();
        }

        var outcome = await pages.In(visit, tx => ScanDesk.Take(tx, visit.TownId, found, day, run, scan, claim.PhoneAt, visit.Field("code"), visit.Actor, visit.Stop));
        var trouble = outcome switch
        {
            ScanOutcome.Counts when day != visit.Today => "きのうより前の一覧で記録されたため、きょうの確認には数えません。一覧を新しくして、もう一度記録してください。",
            ScanOutcome.Counts => null,
            ScanOutcome.WrongCode => "最後部座席の番号が違います。座席の紙をもう一度見てください。",
            _ => "この園・学校の名簿にありません。職員室に確かめてください。",
        };
        if (visit.Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            return TypedResults.Json(new { id = scan.Id, outcome = outcome.ToString(), trouble });
        }

        var mode = scan.Kind is ScanKind.Board ? "board" : scan.Kind is ScanKind.Alight ? "alight" : "arrive";
        return visit.Go($"{ArrivalPages.Bus(school)}?mode={mode}&bus={scan.Bus}{(run == Guid.Empty ? "" : "&drill=1")}", trouble ?? "記録しました。");
    }

    private static (Scan Scan, DateOnly Day, Guid Run, PhoneClaim Claim)? Scan(Visit visit)
    {
        var hasChild = Guid.TryParse(visit.Field("child"), out var child);
        if (!Guid.TryParse(visit.Field("scan"), out var id) || !Guid.TryParse(visit.Field("run"), out var run) || visit.Fields("child").Count > 1
            || !Enum.TryParse<ScanKind>(visit.Field("kind"), out var kind) || !Enum.IsDefined(kind) || hasChild == (kind == ScanKind.RearSeat)
            || !DateOnly.TryParseExact(visit.Field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > visit.Today || day < visit.Today.AddDays(-3))
        {
            return null;
        }

        var of = Guid.TryParse(visit.Field("of"), out var given) ? given : (Guid?)null;
        var bus = int.TryParse(visit.Field("bus"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ArrivalRules.MostBuses ? number : 0;
        var claim = PhoneClaim.Of(visit);
        return (of is null) == (kind == ScanKind.TakeBack)
            ? null
            : (new Scan(id, kind, hasChild ? new ChildId(child) : null, bus, of, claim.Phone, claim.Count, claim.At, visit.Now), day, run, claim);
    }
}
