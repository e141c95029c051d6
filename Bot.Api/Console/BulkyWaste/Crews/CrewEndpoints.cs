using System.Text;
using Bot.Api.Console.Phones;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Antiforgery;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>The crew's phone: today's stops, which the phone keeps for where there is no signal.</summary>
internal static class CrewEndpoints
{
    /// <summary>What the page needs to be shown without signal, besides what all such pages need.</summary>
    private static readonly string[] Kept = ["console/crew.css", "console/crew.js"];

    public static void MapCrewPhone(this RouteGroupBuilder console)
    {
        console.MapGet("/crew", Show).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/day", Day).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/offline", (Visit visit) => visit.Page<CrewPage>()).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/sw.js", (Visit visit) => PhoneWorker.Of(visit, "crew", "crew", Kept)).Needs(Rights.BulkyWasteCrew);
    }

    private static async Task<IResult> Show(Visit visit, Database database, CrewRoutes routes) =>
        visit.Page<CrewPage>(new { Route = await Today(visit, database, routes) });

    private static async Task<IResult> Day(Visit visit, Database database, CrewRoutes routes, IAntiforgery antiforgery) =>
        TypedResults.Content(PhoneDay.Of(await Today(visit, database, routes), visit, PhoneToken.Of(visit.Http, antiforgery)).ToJson(), "application/json", Encoding.UTF8);

    /// <summary>The day of one's own crew, or of the one that was chosen; reading it is written down.</summary>
    private static Task<DayRoute> Today(Visit visit, Database database, CrewRoutes routes) => database.InTown(visit.TownId, async tx =>
    {
        var crew = visit.Query("crew") is { Length: > 0 } chosen ? chosen : await CrewTable.Of(tx, visit.TownId, visit.Staff.Id, visit.Stop);
        var route = await routes.Of(tx, visit.TownId, crew, visit.Today, visit.Now, visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, DayEndpoints.Read("phone", route), visit.Now, visit.Stop);
        return route;
    }, visit.Stop);
}
