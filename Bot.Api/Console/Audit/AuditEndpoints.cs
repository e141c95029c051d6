using System.Globalization;
using Bot.Api.Console.Lists;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Audit;

/// <summary>The record of what was done and read; who looks at it or takes it away is recorded too.</summary>
internal static class AuditEndpoints
{
    public const string Path = "audit";
    private const int MostRows = 50_000;

    public static void MapAudit(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", List).Needs(Rights.AuditSee);
        console.MapPost($"/{Path}/check", Check).Needs(Rights.AuditSee);
        console.MapGet($"/{Path}/export.csv", Export).Needs(Rights.AuditExport);
    }

    private static Task<IResult> List(Visit visit, Database database) => Show(visit, database, null);

    private static async Task<IResult> Check(Visit visit, Database database)
    {
        var chain = await AuditChainSearch.Walk(database, visit.TownId, visit.Stop);
        return await Show(visit, database, chain);
    }

    private static async Task<IResult> Show(Visit visit, Database database, AuditChain? chain)
    {
        long? before = long.TryParse(visit.Query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;
        var (query, rows, people) = await database.InTown(visit.TownId, async tx =>
        {
            var all = await ColleagueSearch.All(tx, visit.TownId, visit.Stop);
            var asked = ListQuery.Read(Shape(all), visit.Http.Request.Query);
            var found = await AuditSearch.Page(tx, visit.TownId, Filter(asked), before, asked.Size + 1, visit.Stop);
            await AuditTable.Add(
                tx, visit.TownId, visit.Actor,
                new AuditEntry($"{Rights.AuditSee.Name}/{(chain is null ? "list" : "check")}", default, chain is { Holds: false } ? $"{chain.BrokenAt}" : null), visit.Now, visit.Stop);
            return (asked, found, all);
        }, visit.Stop);
        return visit.Page<AuditPage>(new { Query = query, Rows = rows, People = Names(people), Chain = chain, Before = before });
    }

    private static async Task<IResult> Export(Visit visit, Database database)
    {
        var (rows, people) = await database.InTown(visit.TownId, async tx =>
        {
            var all = await ColleagueSearch.All(tx, visit.TownId, visit.Stop);
            var found = await AuditSearch.Page(tx, visit.TownId, Filter(ListQuery.Read(Shape(all), visit.Http.Request.Query)), null, MostRows, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry(Rights.AuditExport.Name + "/csv", default, $"{found.Count}"), visit.Now, visit.Stop);
            return (found, Names(all));
        }, visit.Stop);
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["番号", "日時", "だれが", "所属する町・組合", "操作", "操作の符号", "対象", "補足"], visit.Stop);
            foreach (var row in rows)
            {
                await file.Row([row.Seq, row.At, Who(row.Actor, people), row.Actor.Home, AuditWords.Action(row.Action), row.Action, string.Join(' ', row.Subjects), row.Detail], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"audit-{visit.Today:yyyyMMdd}.csv");
    }

    internal static string Who(Actor actor, Dictionary<string, string> people) =>
        actor.Kind != "staff" ? AuditWords.Kind(actor.Kind) : people.GetValueOrDefault(actor.Id) ?? $"職員（{actor.Home}）";

    private static ListShape Shape(IReadOnlyList<Colleague> people) => new(
        [new ListSort("at", "日時", Falling: true)],
        [
            new ListFilter.Day("from", "この日から"),
            new ListFilter.Day("to", "この日まで"),
            new ListFilter.Choice("who", "だれが", [.. people.Select(p => new ListOption($"{p.Id.Value:n}", p.Name + (p.HasLeft ? "（退職）" : ""))), new("resident", "住民"), new("system", "システム")]),
            new ListFilter.Choice("action", "操作", [.. AuditWords.Kinds.Select(k => new ListOption(k.Code, k.Title))]),
            new ListFilter.Words("subject", "対象", "例：bulky-waste/…（申し込みの画面から開くと入ります）"),
        ]);

    private static AuditFilter Filter(ListQuery asked) => new(
        asked.Day("from") is { } from ? JapanTime.At(from, default) : null,
        asked.Day("to") is { } to ? JapanTime.At(to.AddDays(1), default) : null,
        asked.Text("who"), asked.Text("subject"), asked.Text("action"));

    private static Dictionary<string, string> Names(IReadOnlyList<Colleague> people) =>
        people.ToDictionary(p => $"{p.Id.Value:n}", p => p.Name + (p.HasLeft ? "（退職）" : ""), StringComparer.Ordinal);
}
