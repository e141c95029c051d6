using System.Globalization;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>The list of a day of collection in the order of the route, with its map and its print.</summary>
internal static class DayEndpoints
{
    private const string Days = "bulky-waste/days";

    public static void MapDays(this RouteGroupBuilder console)
    {
        console.MapGet("/bulky-waste/routes", Next).Needs(Rights.BulkyWasteRoute);
        console.MapGet("/bulky-waste/routes/go", Go).Needs(Rights.BulkyWasteRoute);
        console.MapGet($"/{Days}/{{date}}", Show).Needs(Rights.BulkyWasteRoute).WithMetadata(new ShowsMap());
        console.MapGet($"/{Days}/{{date}}/print", Print).Needs(Rights.BulkyWasteRoute);
        console.MapGet($"/{Days}/{{date}}/changed", Changed).Needs(Rights.BulkyWasteRoute);
        console.MapPost($"/{Days}/{{date}}/move", Move).Needs(Rights.BulkyWasteRoute);
        console.MapPost($"/{Days}/{{date}}/arrange", Arrange).Needs(Rights.BulkyWasteRoute);
    }

    public static string Path(DateOnly day, string crew) => $"{Days}/{CrewWords.Date(day)}?crew={crew}";

    public static AuditEntry Read(string how, DayRoute route) =>
        new($"{Rights.BulkyWasteRoute.Name}/{how}", [.. route.Stops.Select(s => $"{RequestLife.Module}/{RequestLife.Subject(s.Request.Id)}")], $"{route.Day:yyyy-MM-dd} {route.Crew.Code}");

    /// <summary>Today's list, or that of the next day with something to collect.</summary>
    private static async Task<IResult> Next(Visit visit, Database database, BulkyTowns towns)
    {
        var days = await database.ReadInTown(
            visit.TownId, tx => CrewDaySearch.Between(tx, towns.OperatorFor(visit.TownId), visit.Today, visit.Today.AddDays(70), visit.Stop), visit.Stop);
        return visit.Go($"{Days}/{CrewWords.Date(days.Count > 0 ? days[0].Day : visit.Today)}");
    }

    /// <summary>From the form above the list to the list that was chosen.</summary>
    private static IResult Go(Visit visit) =>
        Day(visit.Query("date")) is { } day ? visit.Go(Path(day, Slug(visit.Query("crew")))) : visit.NotFound();

    private static async Task<IResult> Show(string date, Visit visit, Database database, BulkyTowns towns, CrewRoutes routes)
    {
        if (Day(date) is not { } day)
        {
            return visit.NotFound();
        }

        var @operator = towns.OperatorFor(visit.TownId);
        var (route, days, changed) = await database.InTown(visit.TownId, async tx =>
        {
            var there = await routes.Of(tx, visit.TownId, visit.Query("crew"), day, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, Read("list", there), visit.Now, visit.Stop);
            return (
                there,
                await CrewDaySearch.Between(tx, @operator, day.AddDays(-35), day.AddDays(70), visit.Stop),
                await CrewDaySearch.Changed(tx, visit.TownId, @operator, day, visit.Stop));
        }, visit.Stop);
        return visit.Page<DayPage>(new { Route = route, Days = days, Changed = changed });
    }

    /// <summary>For the script of a list that is left open.</summary>
    private static async Task<IResult> Changed(string date, Visit visit, Database database, BulkyTowns towns) => Day(date) is { } day
        ? TypedResults.Json(new
        {
            changed = await database.ReadInTown(visit.TownId, tx => CrewDaySearch.Changed(tx, visit.TownId, towns.OperatorFor(visit.TownId), day, visit.Stop), visit.Stop),
        })
        : TypedResults.NotFound();

    private static async Task<IResult> Print(string date, Visit visit, Database database, CrewRoutes routes)
    {
        if (Day(date) is not { } day)
        {
            return visit.NotFound();
        }

        var route = await database.InTown(visit.TownId, async tx =>
        {
            var there = await routes.Of(tx, visit.TownId, visit.Query("crew"), day, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, Read("print", there), visit.Now, visit.Stop);
            return there;
        }, visit.Stop);
        return visit.Page<DayPrintPage>(new { Route = route });
    }

    private static async Task<IResult> Move(string date, Visit visit, Database database, CrewRoutes routes)
    {
        var (word, by) = visit.Has("up") ? (visit.Field("up"), -1) : (visit.Field("down"), 1);
        return Day(date) is { } day && Guid.TryParse(word, out var stop) && int.TryParse(visit.Field("version"), CultureInfo.InvariantCulture, out var version)
            ? await Change(visit, database, day, "move", tx => routes.Move(tx, visit.TownId, Crew(visit), day, version, stop, by, visit.Now, visit.Stop), by < 0 ? "1つ前に動かしました。" : "1つ後ろに動かしました。", $"#stop-{stop:n}")
            : visit.NotFound();
    }

    private static async Task<IResult> Arrange(string date, Visit visit, Database database, CrewRoutes routes) =>
        Day(date) is { } day && int.TryParse(visit.Field("version"), CultureInfo.InvariantCulture, out var version)
            ? await Change(visit, database, day, "arrange", tx => routes.Arrange(tx, visit.TownId, Crew(visit), day, version, visit.Now, visit.Stop), "順番を整え直しました。", "")
            : visit.NotFound();

    private static async Task<IResult> Change(
        Visit visit, Database database, DateOnly day, string what, Func<Npgsql.NpgsqlTransaction, Task<bool>> change, string told, string where)
    {
        var done = await database.InTown(visit.TownId, async tx =>
        {
            var changed = await change(tx);
            if (changed)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.BulkyWasteRoute.Name}/{what}", [], $"{day:yyyy-MM-dd} {Crew(visit)}"), visit.Now, visit.Stop);
            }

            return changed;
        }, visit.Stop);
        return visit.Go(Path(day, Crew(visit)) + where, done ? told : "ほかの職員が先に順番を変えていました。いまの順番を表示しています。もう一度お試しください。");
    }

    private static string Crew(Visit visit) => Slug(visit.Field("crew"));

    /// <summary>A crew's code, or the crew that nobody has to set up when it is none.</summary>
    internal static string Slug(string text) =>
        text is { Length: > 0 and <= 31 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : Domain.BulkyWaste.Crews.Crew.Others;

    internal static DateOnly? Day(string date) => DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
