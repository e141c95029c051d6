using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Numbers without names, for whoever looks across the towns too.</summary>
internal static class StatisticsEndpoints
{
    public static void MapStatistics(this RouteGroupBuilder console) => console.MapGet("/bulky-waste/statistics", Show).Needs(Rights.NumbersSee);

    private static async Task<IResult> Show(Visit visit, Database database, Region region)
    {
        var from = new DateOnly(visit.Today.Year, visit.Today.Month, 1).AddMonths(-11);
        var there = await database.ReadInTown(visit.TownId, tx => RequestNumbersSearch.Towns(tx, visit.TownId, from, visit.Today, visit.Stop), visit.Stop);
        var months = new List<MonthOfRequests>();
        foreach (var town in there)
        {
            months.AddRange(await database.ReadInTown(town, tx => RequestNumbersSearch.Months(tx, town, visit.TownId, from, visit.Today, visit.Stop), visit.Stop));
        }

        var towns = region.Towns.ToDictionary(t => t.Id.Value, t => t.Name.Ja, StringComparer.Ordinal);
        return visit.Page<StatisticsPage>(new { Months = (IReadOnlyList<MonthOfRequests>)[.. months.OrderBy(m => m.Month).ThenBy(m => m.TownId, StringComparer.Ordinal)], Towns = towns });
    }
}
