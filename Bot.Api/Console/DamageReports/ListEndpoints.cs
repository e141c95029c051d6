using Bot.Api.Console.Lists;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.DamageReports;

/// <summary>The list of cases.</summary>
internal static class ListEndpoints
{
    public static void MapCaseList(this RouteGroupBuilder console) => console.MapGet($"/{CaseLists.Path}", List).Needs(Rights.DamageReportsSee);

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

        var query = CaseLists.Read(visit, plan);
        var (list, places, desks, colleagues, offices) = await database.InTown(visit.TownId, async tx =>
        {
            var found = await CaseListSearch.Page(tx, visit.TownId, CaseLists.Filter(query), query.Offset, query.Size, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("damage-reports.see/list", [.. found.Cases.Select(CasePages.Subject)]), visit.Now, visit.Stop);
            return (
                found,
                await FirstReportSearch.Places(tx, sealer, visit.TownId, [.. found.Cases.Select(c => c.Id)], visit.Stop),
                await CaseDeskTable.Of(tx, DamageReportsModule.Name, [.. found.Cases.Select(c => (c.Town, c.Subject))], visit.Stop),
                await ColleagueSearch.All(tx, visit.TownId, visit.Stop),
                await ColleagueSearch.Offices(tx, visit.TownId, visit.Stop));
        }, visit.Stop);
        return visit.Page<ListPage>(new
        {
            Query = query, Views = views, List = list, Plan = plan, Towns = service.Towns, Places = places, Desks = desks, Colleagues = colleagues, Offices = offices,
        });
    }
}
