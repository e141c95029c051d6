using System.Globalization;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>What a school has asked, and the way to each of them.</summary>
internal static class AskEndpoints
{
    public const string Index = "school-asks";
    public const int PageSize = 30;

    public static void MapAsks(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Index}", Choose).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/asks", List).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/asks/{id:guid}", Show).Needs(Rights.SchoolSee);
    }

    public static string Path(School school) => $"schools/{school.Code}/asks";

    private static IResult Choose(Visit visit, SchoolDoor door) => door.Of(visit) switch
    {
        [var only] => visit.Go(Path(only)),
        var several => visit.Page<SchoolsPage>(new { Schools = several, Title = "アンケート・面談", Of = (Func<School, string>)Path }),
    };

    private static async Task<IResult> List(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var page = int.TryParse(visit.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 10_000 ? n : 1;
        var asks = await pages.In(visit, tx => AskTable.Of(tx, pages.Sealer, visit.TownId, here.Code, (page - 1) * PageSize, PageSize + 1, visit.Stop));
        return visit.Page<AsksPage>(new { School = here, Asks = asks, Number = page });
    }

    /// <summary>A draft is looked over; what has gone out is counted.</summary>
    private static async Task<IResult> Show(Visit visit, string school, Guid id, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here || await pages.In(visit, tx => pages.Ask(tx, visit, here, id)) is not { } ask)
        {
            return visit.NotFound();
        }

        return ask switch
        {
            { Letter: null } => visit.Page<DraftPage>(new { School = here, Ask = ask }),
            { Kind: AskKind.Slots } => await TimetableEndpoints.Table(visit, here, id, pages),
            { Kind: AskKind.Consent } => visit.Go(ConsentEndpoints.Path(here)),
            _ => await SurveyEndpoints.Result(visit, here, id, pages),
        };
    }
}
