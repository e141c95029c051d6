using Bot.Api.Console.Lists;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>The list of requests, and the same as a file.</summary>
internal static class ListEndpoints
{
    public const int MostRows = 20_000;

    public static void MapRequestList(this RouteGroupBuilder console)
    {
        console.MapGet($"/{RequestLists.Path}", List).Needs(Rights.BulkyWasteSee);
        console.MapGet($"/{RequestLists.Path}/export.csv", Export).Needs(Rights.BulkyWasteExport);
    }

    private static async Task<IResult> List(Visit visit, Database database, RequestLists lists, LiveTopics topics)
    {
        var views = await ListViews.Of(visit, database, RequestLists.Path);
        if (views.Usual(visit) is { } usual)
        {
            return usual;
        }

        // Before the rows are read: what changes meanwhile is then told, never missed.
        var mark = await topics.Mark(visit, RequestLife.Module);
        var (query, list, names, desks, colleagues, counts) = await database.InTown(visit.TownId, async tx =>
        {
            var people = await ColleagueSearch.All(tx, visit.TownId, visit.Stop);
            var asked = await lists.Read(visit, tx, people);
            var found = await RequestListSearch.Page(tx, lists.Towns, visit.TownId, await lists.Filter(visit, tx, asked), asked.Offset, asked.Size, visit.Stop);
            await Seen(visit, tx, "list", found.Rows);
            return (
                asked, found, await Names(tx, lists.Towns, found.Rows, visit),
                await CaseDeskTable.Of(tx, RequestLife.Module, [.. found.Rows.Select(r => (r.Request.Town, RequestLife.Subject(r.Request.Id)))], visit.Stop),
                people, await RequestListSearch.Counts(tx, visit.TownId, visit.Stop));
        }, visit.Stop);
        return visit.Page<ListPage>(new
        {
            Query = query, List = list, Names = names, Desks = desks, Colleagues = colleagues, Counts = counts, Towns = lists.Members(visit), Views = views, Mark = mark,
        });
    }

    private static async Task<IResult> Export(Visit visit, Database database, RequestLists lists)
    {
        var members = lists.Members(visit);
        var (list, names) = await database.InTown(visit.TownId, async tx =>
        {
            var asked = await lists.Read(visit, tx, await ColleagueSearch.All(tx, visit.TownId, visit.Stop));
            var found = await RequestListSearch.Page(tx, lists.Towns, visit.TownId, await lists.Filter(visit, tx, asked), 0, MostRows, visit.Stop);
            await Seen(visit, tx, "export", found.Rows);
            return (found, await Names(tx, lists.Towns, found.Rows, visit));
        }, visit.Stop);
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["町", "受付番号", "収集番号", "状態", "収集日", "地区", "品目", "手数料(円)", "お名前", "電話番号", "ご住所", "申し込み日時"], visit.Stop);
            foreach (var request in list.Rows.Select(r => r.Request))
            {
                var who = names.GetValueOrDefault(request.Id);
                await file.Row(
                [
                    members.FirstOrDefault(m => m.Id == request.Town)?.Name.Ja ?? request.Town.Value, request.Receipt, $"{RequestRules.NumberOf(request.State)}",
                    BulkyShown.State(request.State).Title, request.Day, request.Area.Name.Ja, string.Join('、', request.Lines.Select(BulkyShown.Line)),
                    request.Total?.Amount, who?.Name, who?.Telephone, who?.Address, request.AskedAt,
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"bulky-waste-{visit.Today:yyyyMMdd}.csv");
    }

    private static Task<IReadOnlyDictionary<Guid, Requester>> Names(NpgsqlTransaction tx, BulkyTowns towns, IReadOnlyList<StoredRequest> rows, Visit visit) =>
        RequestSearch.Requesters(tx, towns, [.. rows.Select(r => (r.Request.Town, r.Request.Id))], visit.Stop);

    private static Task Seen(Visit visit, NpgsqlTransaction tx, string what, IReadOnlyList<StoredRequest> rows) => AuditTable.Add(
        tx, visit.TownId, visit.Actor, new AuditEntry($"bulky-waste.see/{what}", [.. rows.Select(r => RequestPages.Subject(r.Request.Id))]), visit.Now, visit.Stop);
}
