using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>The town's own takings, what does not add up, and refunds that need a person. Money stays with the resident's town: a union has none.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/accounts", Show).Needs(Rights.Accounts);
        console.MapGet("/bulky-waste/accounts/export.csv", Export).Needs(Rights.Accounts);
        console.MapPost("/bulky-waste/accounts/differences/{id:guid}/resolve", Resolve).Needs(Rights.BulkyWasteMoney);
    }

    private static async Task<IResult> Show(Visit visit, Database database)
    {
        var (from, to) = Span(visit);
        var (lines, differences, refunds) = await database.ReadInTown(visit.TownId, async tx => (
            await AccountingSearch.Lines(tx, visit.TownId, from, to, visit.Stop),
            await DifferenceTable.Open(tx, visit.TownId, visit.Stop),
            await PaymentSearch.NeedingPerson(tx, visit.TownId, visit.Stop)), visit.Stop);
        return visit.Page<AccountsPage>(new { From = from, To = to, Lines = lines, Differences = differences, Refunds = refunds, IsUnion = visit.Town.Kind == TownKind.Union });
    }

    private static async Task<IResult> Export(Visit visit, Database database)
    {
        var (from, to) = Span(visit);
        var lines = await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("accounts/export", default, $"{from:yyyy-MM-dd} {to:yyyy-MM-dd}"), visit.Now, visit.Stop);
            return await AccountingSearch.Lines(tx, visit.TownId, from, to, visit.Stop);
        }, visit.Stop);
        var file = new MemoryStream();
        await AccountingExport.Write(file, lines, visit.Stop);
        return TypedResults.File(file.ToArray(), "text/csv; charset=utf-8", $"accounts-{from:yyyyMMdd}-{to:yyyyMMdd}.csv");
    }

    private static async Task<IResult> Resolve(Visit visit, Guid id, Database database) =>
        await database.InTown(visit.TownId, async tx =>
        {
            var resolved = await DifferenceTable.ResolveOne(tx, visit.TownId, id, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("accounts/resolve", [$"difference/{id:n}"]), visit.Now, visit.Stop);
            return resolved;
        }, visit.Stop)
            ? visit.Go("bulky-waste/accounts", "確認ずみにしました。同じ食い違いがまた見つかったときは、もう一度表示します。")
            : visit.NotFound();

    /// <summary>This month, unless another span was asked for.</summary>
    private static (DateOnly From, DateOnly To) Span(Visit visit)
    {
        var first = new DateOnly(visit.Today.Year, visit.Today.Month, 1);
        var (from, to) = (Day(visit.Query("from")) ?? first, Day(visit.Query("to")) ?? first.AddMonths(1).AddDays(-1));
        return to < from || to.DayNumber - from.DayNumber > 1100 ? (first, first.AddMonths(1).AddDays(-1)) : (from, to);
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200 ? day : null;
}
