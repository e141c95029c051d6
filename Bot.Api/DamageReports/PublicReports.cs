using Bot.Api.Forms;
using Bot.Api.Photos;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.DamageReports;

/// <summary>What everybody may see of a town's damage reports: the list with its map, each case with what happened, and the same as data.</summary>
public static class PublicReports
{
    /// <summary>More than that is not given in one file; the newest are.</summary>
    internal const int MostData = 10_000;

    private const int MostSteps = 200;

    /// <summary>Ours alone, but the pictures of the map.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https://cyberjapandata.gsi.go.jp; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPublicReports(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/{town}/reports", Reading, List);
        app.MapMethods("/{town}/reports.geojson", Reading, GeoJson);
        app.MapMethods("/{town}/reports.csv", Reading, Csv);
        app.MapMethods("/{town}/reports/{number}", Reading, Case);
        app.MapMethods("/{town}/reports/{number}/photos/{picture:guid}", Reading, Picture);
    }

    private static async Task<IResult> List(string town, HttpContext context, Faces faces, DamageReportsModule service, Database database, TimeProvider clock)
    {
        if (Find(town, faces, service) is not var (face, plan))
        {
            return SitePages.NotFound(context);
        }

        var (ask, stop) = (PublicAsk.Of(context.Request, plan), context.RequestAborted);
        var page = await database.ReadInTown(
            plan.Town, tx => PublicCaseSearch.Page(tx, service.Towns, plan, ask.Filter, (ask.Page - 1) * PublicAsk.Size, PublicAsk.Size, clock.GetUtcNow(), stop), stop);
        return await FreshAnswer.Page<ReportsPage>(context, new { Screen = Speaks(context, face), Plan = plan, Ask = ask, List = page }, Policy);
    }

    private static async Task<IResult> Case(string town, string number, HttpContext context, Faces faces, DamageReportsModule service, Database database, TimeProvider clock)
    {
        if (Find(town, faces, service) is not var (face, plan) || !PublicAsk.IsNumber(number))
        {
            return SitePages.NotFound(context);
        }

        var stop = context.RequestAborted;
        var (found, steps, pictures) = await database.ReadInTown(plan.Town, async tx =>
        {
            var one = await PublicCaseSearch.Numbered(tx, service.Towns, plan, number, clock.GetUtcNow(), stop);
            return one is PublicFound.Shown(var shown)
                ? (one, await PublicStepSearch.Of(tx, service.Towns, plan.Town, [shown.Id], null, null, MostSteps, stop), (await PublicStepSearch.Pictures(tx, plan.Town, [shown.Id], stop))[shown.Id].ToList())
                : (one, [], []);
        }, stop);
        switch (found)
        {
            case PublicFound.Shown(var seen):
                var ask = PublicAsk.Of(context.Request, plan);
                return await FreshAnswer.Page<ReportPage>(context, new { Screen = Speaks(context, face), Plan = plan, Ask = ask, Case = seen, Steps = steps, Pictures = (IReadOnlyList<Guid>)pictures }, Policy);
            case PublicFound.Moved(var on):
                // It may be parted again, so nobody is to remember this way.
                return TypedResults.Redirect($"/{plan.Town.Value}/reports/{on}{PublicAsk.Of(context.Request, plan).Query}");
            case PublicFound.Gone:
                return SitePages.Told(Speaks(context, face), "reports-gone", StatusCodes.Status410Gone, way: Way.Home);
            default:
                return SitePages.NotFound(context);
        }
    }

    /// <summary>A picture that staff have looked through, as long as its case can be seen.</summary>
    private static async Task<IResult> Picture(
        string town, string number, Guid picture, HttpContext context, Faces faces, DamageReportsModule service, Database database, Sealer sealer, TimeProvider clock)
    {
        if (Find(town, faces, service) is not var (_, plan) || !PublicAsk.IsNumber(number))
        {
            return PhotoAnswer.Of(context, null);
        }

        var stop = context.RequestAborted;
        return PhotoAnswer.Of(context, await database.ReadInTown(plan.Town, async tx =>
            await PublicCaseSearch.Numbered(tx, service.Towns, plan, number, clock.GetUtcNow(), stop) is PublicFound.Shown(var shown)
            && (await PublicStepSearch.Pictures(tx, plan.Town, [shown.Id], stop))[shown.Id].Contains(picture)
                ? await PublishedPhotoTable.Read(tx, sealer, plan.Town, picture, stop)
                : null, stop));
    }

    private static Task<IResult> GeoJson(string town, HttpContext context, Faces faces, DamageReportsModule service, Database database, TimeProvider clock) =>
        Data(town, context, faces, service, database, clock, "application/geo+json; charset=utf-8", OpenData.GeoJson);

    private static Task<IResult> Csv(string town, HttpContext context, Faces faces, DamageReportsModule service, Database database, TimeProvider clock) =>
        Data(town, context, faces, service, database, clock, "text/csv; charset=utf-8", OpenData.Csv);

    private static async Task<IResult> Data(
        string town, HttpContext context, Faces faces, DamageReportsModule service, Database database, TimeProvider clock, string type, Func<OpenData, Task<byte[]>> write)
    {
        if (Find(town, faces, service) is not var (face, plan))
        {
            return TypedResults.NotFound();
        }

        var (ask, stop) = (PublicAsk.Of(context.Request, plan), context.RequestAborted);
        var page = await database.ReadInTown(plan.Town, tx => PublicCaseSearch.Page(tx, service.Towns, plan, ask.Filter, 0, MostData, clock.GetUtcNow(), stop), stop);
        var licence = plan.Publication!.Licence;
        context.Response.Headers.Link = $"<{licence.Address}>; rel=\"license\"";
        var address = context.RequestServices.GetRequiredService<Hosting.HouseSettings>().PublicBaseUrl;
        return FreshAnswer.Data(context, await write(new OpenData(plan, page, Screen.Of(face, Screen.Parse(ask.Lang) ?? Domain.Kernel.Language.Japanese), address)), type);
    }

    /// <summary>The town with what it says; <c>null</c> when it publishes nothing.</summary>
    private static (TownFace Face, DamagePlan Plan)? Find(string town, Faces faces, DamageReportsModule service) =>
        faces.Find(town) is { } face && service.Towns.All.Contains(face.Look.Id) && service.Towns.Find(face.Look.Id) is { Publication: not null } plan ? (face, plan) : null;

    private static Screen Speaks(HttpContext context, TownFace face) =>
        Screen.Of(face, Screen.Parse(context.Request.Query["lang"]) ?? Screen.Asked(context.Request));
}
