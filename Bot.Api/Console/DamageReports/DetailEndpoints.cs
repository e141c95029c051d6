using Bot.Api.Photos;
using Bot.Domain.Staff;

namespace Bot.Api.Console.DamageReports;

/// <summary>The page of a case and its pictures.</summary>
internal static class DetailEndpoints
{
    public static void MapCases(this RouteGroupBuilder console)
    {
        console.MapGet($"/{CaseLists.Path}/{{id:guid}}", Detail).Needs(Rights.DamageReportsSee);
        console.MapGet($"/{CaseLists.Path}/{{id:guid}}/photos/{{report:guid}}/{{n:int}}", Photo).Needs(Rights.DamageReportsSee).WithMetadata(new ShutOff());
    }

    private static async Task<IResult> Detail(Visit visit, Guid id, CasePages pages) =>
        await pages.Seen(visit, id) is var (found, plan) ? await pages.Detail(visit, found, plan) : visit.NotFound();

    /// <param name="small">Anything: the thumbnail, as long as there is one.</param>
    private static async Task<IResult> Photo(Visit visit, Guid id, Guid report, int n, string? small, CasePages pages) =>
        await pages.Seen(visit, id) is var (found, _) && await pages.Photo(visit, found, report, n, small is not null) is { } photo
            ? PhotoAnswer.Of(visit.Http, photo)
            : visit.NotFound();
}
