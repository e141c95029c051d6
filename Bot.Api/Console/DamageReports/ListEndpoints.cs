using Bot.Api.Console.Lists;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.DamageReports;

/// <summary>The list of cases; the same as points of a map, and as a file.</summary>
internal static class ListEndpoints
{
    /// <summary>The most urgent of them; further ones would hide each other.</summary>
    private const int MostOnMap = 2_000;

    public const int MostRows = 20_000;

    public static void MapCaseList(this RouteGroupBuilder console)
    {
        console.MapGet($"/{CaseLists.Path}", List).Needs(Rights.DamageReportsSee).WithMetadata(new ShowsMap());
        console.MapGet($"/{CaseLists.Path}/map.json", Points).Needs(Rights.DamageReportsSee);
        console.MapGet($"/{CaseLists.Path}/export.csv", Export).Needs(Rights.DamageReportsExport);
    }

    private static async Task<IResult> List(Visit visit, Database database, DamageReportsModule service, Sealer sealer)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return visit.NotFound();
        }

        var views = await ListViews.Of(visit, database, CaseLists.Path);
        if (views.Usual(visit) is { } usual)
        {
            return usual;
        }

        var (asked, list, places, desks, channels) = await database.InTown(visit.TownId, async tx =>
        {
            var wanted = await CaseLists.Read(visit, tx, plan);
            var found = await CaseListSearch.Page(tx, visit.TownId, wanted.Filter, wanted.Query.Offset, wanted.Query.Size, visit.Stop);
            await Seen(visit, tx, "list", found);
            return (
                wanted, found, await FirstReportSearch.Places(tx, sealer, visit.TownId, [.. found.Cases.Select(c => c.Id)], visit.Stop), await Desks(visit, tx, found),
                await IntakeTable.ChannelsOf(tx, visit.TownId, DamageReportsModule.Name, [.. found.Cases.Select(c => c.Subject)], visit.Stop));
        }, visit.Stop);
        return visit.Page<ListPage>(new
        {
            Asked = asked, Views = views, List = list, Plan = plan, service.Towns, Places = places, Desks = desks, Channels = channels,
        });
    }

    /// <summary>Where they are, with what a marker says: nothing that residents wrote.</summary>
    private static async Task<IResult> Points(Visit visit, Database database, DamageReportsModule service)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return visit.NotFound();
        }

        var list = await database.InTown(visit.TownId, async tx =>
        {
            var asked = await CaseLists.Read(visit, tx, plan);
            var found = await CaseListSearch.Page(tx, visit.TownId, asked.Filter, 0, MostOnMap, visit.Stop);
            // Which cases these were follows from the conditions; two thousand names a look would bury the record.
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("damage-reports.see/map", default, $"{found.Cases.Count} {asked.Query.Address(withPage: false)}"), visit.Now, visit.Stop);
            return found;
        }, visit.Stop);
        return TypedResults.Json(new
        {
            total = list.Total,
            cases = list.Cases.Select(c => DamageShown.OnMap(visit, plan, c)),
        });
    }

    private static async Task<IResult> Export(Visit visit, Database database, DamageReportsModule service, Sealer sealer)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return visit.NotFound();
        }

        var (asked, list, places, desks) = await database.InTown(visit.TownId, async tx =>
        {
            var wanted = await CaseLists.Read(visit, tx, plan);
            var found = await CaseListSearch.Page(tx, visit.TownId, wanted.Filter, 0, MostRows, visit.Stop);
            await Seen(visit, tx, "export", found);
            return (
                wanted, found, await FirstReportSearch.Places(tx, sealer, visit.TownId, [.. found.Cases.Select(c => c.Id)], visit.Stop), await Desks(visit, tx, found));
        }, visit.Stop);
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["番号", "種類", "分類", "地区", "場所", "緯度", "経度", "状態", "作業日", "緊急度", "危険", "通報した人", "受け持ち", "担当", "受付", "最後の変更"], visit.Stop);
            foreach (var item in list.Cases)
            {
                await file.Row(
                [
                    item.Number, DamageShown.Kind(plan, item.Kind), plan.Groups.FirstOrDefault(g => g.Code == item.Group)?.Name.Ja ?? item.Group, DamageShown.District(plan, item.Why),
                    places.GetValueOrDefault(item.Id), CsvCell.Degrees(item.Point.Latitude), CsvCell.Degrees(item.Point.Longitude), DamageShown.States[item.State.Name()],
                    (item.State as ReportState.Planned)?.Day, item.Urgency.Score, DamageShown.Danger(item.Danger), item.Reporters, DamageShown.Target(service.Towns, asked.Offices, item),
                    asked.Desk(visit.TownId, desks, service.Towns, item), item.OpenedAt, item.ChangedAt,
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"damage-reports-{visit.Today:yyyyMMdd}.csv");
    }

    private static Task<IReadOnlyDictionary<string, CaseDesk>> Desks(Visit visit, NpgsqlTransaction tx, CasePage list) =>
        CaseDeskTable.Of(tx, DamageReportsModule.Name, [.. list.Cases.Select(c => (c.Town, c.Subject))], visit.Stop);

    private static Task Seen(Visit visit, NpgsqlTransaction tx, string what, CasePage list) =>
        AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"damage-reports.see/{what}", [.. list.Cases.Select(CasePages.Subject)]), visit.Now, visit.Stop);
}
