using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste.Residents;

/// <summary>Disclosure to a resident of what is held about them, and erasure at their request.</summary>
internal static class ResidentEndpoints
{
    private const int Most = 50;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapResidents(this RouteGroupBuilder console)
    {
        console.MapGet("/residents", (Visit visit) => visit.Page<FindPage>()).Needs(Rights.ResidentExport);
        // By post: a name or a number typed here must not stand in addresses and logs.
        console.MapPost("/residents", Find).Needs(Rights.ResidentExport);
        console.MapGet("/residents/{id:guid}", (Visit visit, Guid id, Database database, BulkyTowns towns) => Show(visit, id, database, towns, null)).Needs(Rights.ResidentExport);
        console.MapGet("/residents/{id:guid}/export.json", Export).Needs(Rights.ResidentExport);
        console.MapPost("/residents/{id:guid}/erase", Erase).Needs(Rights.ResidentErase);
    }

    private static async Task<IResult> Find(Visit visit, Database database, BulkyTowns towns)
    {
        var typed = visit.Field("typed");
        if (typed.Length is < 2 or > 100)
        {
            return visit.Refuse<FindPage>(new { Wrong = "受付番号、電話番号、またはお名前を2文字以上入力してください。" });
        }

        var (found, who) = await database.InTown(visit.TownId, async tx =>
        {
            var rows = await ResidentSearch.Find(tx, towns, visit.TownId, typed, Most, visit.Stop);
            await Seen(visit, tx, "find", rows);
            return (rows, await RequestSearch.Requesters(tx, towns, [.. rows.Select(r => (r.Request.Town, r.Request.Id))], visit.Stop));
        }, visit.Stop);
        return visit.Page<FindPage>(new { Typed = typed, Found = found, Who = who });
    }

    private static async Task<IResult> Show(Visit visit, Guid id, Database database, BulkyTowns towns, string? wrong)
    {
        var (requests, held) = await Read(visit, id, database, towns, "read");
        var with = new { Id = id, Requests = requests, Held = held, Wrong = wrong };
        return requests.Count == 0 ? visit.NotFound() : wrong is null ? visit.Page<ResidentPage>(with) : visit.Refuse<ResidentPage>(with);
    }

    private static async Task<IResult> Export(Visit visit, Guid id, Database database, BulkyTowns towns)
    {
        var (requests, held) = await Read(visit, id, database, towns, "file");
        return requests.Count == 0 ? visit.NotFound() : TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(held, Readable), "application/json", $"resident-{visit.Today:yyyyMMdd}.json");
    }

    private static async Task<IResult> Erase(Visit visit, Guid id, Database database, BulkyTowns towns)
    {
        var wrong = await database.InTown(visit.TownId, async tx =>
        {
            var requests = await ResidentSearch.Person(tx, towns, visit.TownId, id, visit.Stop);
            // Locked and read again: what changes at this moment is not erased from under somebody.
            var locked = new List<StoredRequest>();
            foreach (var request in requests.OrderBy(r => r.Request.Id))
            {
                locked.Add((await RequestSearch.Lock(tx, towns, visit.TownId, request.Request.Id, visit.Stop))!);
            }

            Guid[] ids = [.. locked.Select(r => r.Request.Id)];
            var why = locked.FirstOrDefault(r => r.Request.Id == id) switch
            {
                null => "missing",
                var asked when !JapaneseText.Normal(visit.Field("receipt")).Equals(asked.Request.Receipt, StringComparison.OrdinalIgnoreCase) => "受付番号が違います。消去していません。",
                _ when Open(locked) is { Length: > 0 } open => $"まだ終わっていない申し込みがあります（{open}）。先に収集の完了、取り消し、または返金を済ませてください。消去していません。",
                _ when await ResidentErasureTable.IsHeld(tx, visit.TownId, ids, visit.Stop) => "消去を止めている申し込みがあります（争いや調査のため）。止めた職員に確かめてください。消去していません。",
                _ => null,
            };
            if (why is null)
            {
                var citizens = locked.Select(r => r.Request.Citizen?.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
                await ResidentErasureTable.Erase(tx, visit.TownId, visit.Actor, ids, citizens, visit.Now, visit.Stop);
            }

            return why;
        }, visit.Stop);
        return wrong switch
        {
            null => visit.Go("residents", "個人情報を消去しました。消去の証明を記録しました。"),
            "missing" => visit.NotFound(),
            _ => await Show(visit, id, database, towns, wrong),
        };
    }

    /// <summary>The receipts of what is not over; paying on top after the collection counts too.</summary>
    internal static string Open(IEnumerable<StoredRequest> requests) => string.Join('、', requests.Select(r => r.Request)
        .Where(r => r.State.IsOpen || r.State is Bot.Domain.BulkyWaste.RequestState.Collected { Due: not null }).Select(r => r.Receipt));

    private static Task<(IReadOnlyList<StoredRequest> Requests, JsonObject Held)> Read(Visit visit, Guid id, Database database, BulkyTowns towns, string how) =>
        database.InTown(visit.TownId, async tx =>
        {
            var rows = await ResidentSearch.Person(tx, towns, visit.TownId, id, visit.Stop);
            var held = await ResidentSearch.Held(tx, towns, visit.TownId, rows, visit.Stop);
            await Seen(visit, tx, how, rows);
            return (rows, held);
        }, visit.Stop);

    private static Task Seen(Visit visit, NpgsqlTransaction tx, string what, IReadOnlyList<StoredRequest> rows) => AuditTable.Add(
        tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.ResidentExport.Name}/{what}", [.. rows.Select(r => RequestPages.Subject(r.Request.Id))]), visit.Now, visit.Stop);
}
