using System.Text;
using System.Text.Json;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>The crew's phone: today's stops, which the phone keeps for where there is no signal.</summary>
internal static class CrewEndpoints
{
    /// <summary>What the page needs to be shown without signal.</summary>
    private static readonly string[] Kept = ["vendor/tokens.css", "console/console.css", "console/print.css", "console/crew.css", "console/crew.js", "console/crew-store.js", "console/crew-send.js"];

    public static void MapCrewPhone(this RouteGroupBuilder console)
    {
        console.MapGet("/crew", Show).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/day", Day).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/offline", (Visit visit) => visit.Page<CrewPage>()).Needs(Rights.BulkyWasteCrew);
        console.MapGet("/crew/sw.js", Worker).Needs(Rights.BulkyWasteCrew);
    }

    private static async Task<IResult> Show(Visit visit, Database database, CrewRoutes routes) =>
        visit.Page<CrewPage>(new { Route = await Today(visit, database, routes) });

    private static async Task<IResult> Day(Visit visit, Database database, CrewRoutes routes, IAntiforgery antiforgery) =>
        TypedResults.Content(PhoneDay.Of(await Today(visit, database, routes), visit, Token(visit.Http, antiforgery)).ToJson(), "application/json", Encoding.UTF8);

    public static PhoneToken Token(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return new PhoneToken(tokens.FormFieldName, tokens.RequestToken!);
    }

    /// <summary>The day of one's own crew, or of the one that was chosen; reading it is written down.</summary>
    private static Task<DayRoute> Today(Visit visit, Database database, CrewRoutes routes) => database.InTown(visit.TownId, async tx =>
    {
        var crew = visit.Query("crew") is { Length: > 0 } chosen ? chosen : await CrewTable.Of(tx, visit.TownId, visit.Staff.Id, visit.Stop);
        var route = await routes.Of(tx, visit.TownId, crew, visit.Today, visit.Now, visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, DayEndpoints.Read("phone", route), visit.Now, visit.Stop);
        return route;
    }, visit.Stop);

    /// <summary>The service worker, told which files of which version it keeps. Its reach is the crew's page and nothing else of the console.</summary>
    private static ContentHttpResult Worker(Visit visit)
    {
        var page = visit.To("crew");
        var setup = JsonSerializer.Serialize(new { page, offline = $"{page}/offline", files = Kept.Select(ConsoleAssets.Address).ToArray() });
        visit.Http.Response.Headers["Service-Worker-Allowed"] = page;
        return TypedResults.Text($"const setup = {setup};\n{Encoding.UTF8.GetString(ConsoleAssets.Bytes("console/crew-sw.js"))}", "text/javascript", Encoding.UTF8);
    }
}
