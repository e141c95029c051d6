using System.Text.Json.Nodes;
using Bot.Api.Console.Settings;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.DamageReports;

/// <summary>Who sees to what: the rules in their order, a place to try them at, and changing them with a look at what that would have done.</summary>
internal static class RoutingEndpoints
{
    public const string Path = $"{CaseLists.Path}/routing";

    private const string Log = $"{Path}/history";

    public static void MapRouting(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Show).Needs(Rights.DamageReportsPlan).WithMetadata(new ShowsMap());
        console.MapGet($"/{Path}/areas.json", Areas).Needs(Rights.DamageReportsPlan);
        console.MapPost($"/{Path}", Change).Needs(Rights.DamageReportsPlanChange).WithMetadata(new ShowsMap());
        console.MapGet($"/{Log}", async (Visit visit, RoutingPages pages, Database database, StaffNames names) => await pages.Now(visit) is null
            ? visit.NotFound()
            : await SettingsEndpoints.History(visit, database, names, TownPieces.Damage, Log, Path, visit.May(Rights.DamageReportsPlanChange))).Needs(Rights.DamageReportsPlan);
        console.MapPost($"/{Log}/{{id:guid}}/undo", (Visit visit, Guid id, ChangeAnswer answer) =>
            answer.Undo(visit, Rights.DamageReportsPlanChange, TownPieces.Damage, id, Log)).Needs(Rights.DamageReportsPlanChange);
    }

    private static async Task<IResult> Show(Visit visit, RoutingPages pages)
    {
        if (await pages.Now(visit) is not { } now)
        {
            return visit.NotFound();
        }

        var (tried, isWrong) = RoutingPages.Asked(visit, now.Plan);
        return visit.Page<RoutingPage>(new { Now = now, Rows = RoutingRows.Of(now.Files), Try = tried, TryIsWrong = isWrong, Findings = RoutingCheck.Rules(now.Plan) });
    }

    /// <summary>The areas that rules name, for the map: of each shape its border and its holes.</summary>
    private static async Task<IResult> Areas(Visit visit, RoutingPages pages) => await pages.Now(visit) is { } now
        ? TypedResults.Json(new
        {
            areas = now.Plan.Areas.Select(a => new
            {
                name = a.Name.Ja,
                role = a.Role.ToString().ToLowerInvariant(),
                shapes = a.Shape.Polygons.Select(p => p.Holes.Prepend(p.Outer).Select(r => r.Corners.Select(c => new[] { c.Latitude, c.Longitude }))),
            }),
        })
        : visit.NotFound();

    private static async Task<IResult> Change(Visit visit, RoutingPages pages, ChangeAnswer answer)
    {
        if (await pages.Now(visit) is not { } now)
        {
            return visit.NotFound();
        }

        var rows = RoutingRows.Read(visit);
        if (!RoutingRows.AreKnown(now.Plan, now.Files, rows))
        {
            return Again(["決まりの中に、この町にない種類・地区・行き先があります。画面を開き直して、選び直してください。"], [], null);
        }

        var files = RoutingRows.Over(now.Files, rows);
        var wished = pages.Plan(visit, files);
        var findings = RoutingCheck.Rules(wished);
        if (findings.Count > 0)
        {
            // The form comes back in the order in which the lines were judged.
            rows = RoutingRows.Of(files);
            return Again([], findings, null);
        }

        if (visit.Field("do") != "save")
        {
            return visit.Page<RoutingPage>(new
            {
                Now = now, Rows = RoutingRows.Of(files), Findings = findings, Preview = await pages.Compare(visit, now.Plan, wished), Wished = wished,
            });
        }

        return await answer.Make(
            visit, Rights.DamageReportsPlanChange, "通報の振り分けを変更",
            new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [TownPieces.Damage] = PieceJson.Write(files) }, Path, Log,
            (faults, note) => Again([.. faults.Select(f => f.Message), .. note is null ? [] : (string[])[note]], [], null));

        IResult Again(Items<string> why, Items<RuleFinding> wrong, RoutingPreview? preview) =>
            visit.Refuse<RoutingPage>(new { Now = now, Rows = rows, Findings = wrong, Wrong = why, Preview = preview });
    }
}
