using System.Globalization;
using System.Text;
using Bot.Api.Console.Phones;
using Bot.Api.Photos;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Microsoft.AspNetCore.Antiforgery;

namespace Bot.Api.Console.DamageReports.Field;

/// <summary>The phone at the place: what is to be done around, which the phone keeps for where there is no signal.</summary>
internal static class FieldEndpoints
{
    public const string Path = "field";

    /// <summary>More nobody does on one way; the most urgent are listed.</summary>
    private const int Most = 100;

    private const int MostDone = 50;

    /// <summary>What the page needs to be shown without signal, besides what all such pages need.</summary>
    private static readonly string[] Kept =
    [
        "console/field.css", "console/map.css", "vendor/leaflet/leaflet.css", "console/field.js", "console/field-card.js", "console/field-map.js", "console/map.js", "vendor/leaflet/leaflet.js",
    ];

    public static void MapField(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Show).Needs(Rights.DamageReportsField).WithMetadata(new ShowsMap());
        console.MapGet($"/{Path}/list", List).Needs(Rights.DamageReportsField);
        console.MapGet($"/{Path}/offline", (Visit visit) => visit.Page<FieldPage>()).Needs(Rights.DamageReportsField).WithMetadata(new ShowsMap());
        console.MapGet($"/{Path}/sw.js", (Visit visit) => PhoneWorker.Of(visit, "field", Path, Kept)).Needs(Rights.DamageReportsField);
        console.MapGet($"/{Path}/pictures/{{id:guid}}/{{picture:guid}}", Picture).Needs(Rights.DamageReportsField).WithMetadata(new ShutOff());
        console.MapFieldSteps();
    }

    private static async Task<IResult> Show(Visit visit, Database database, DamageReportsModule service, Sealer sealer, IAntiforgery antiforgery) =>
        await Read(visit, database, service, sealer, antiforgery) is { } list ? visit.Page<FieldPage>(new { List = list }) : visit.NotFound();

    private static async Task<IResult> List(Visit visit, Database database, DamageReportsModule service, Sealer sealer, IAntiforgery antiforgery) =>
        await Read(visit, database, service, sealer, antiforgery) is { } list ? TypedResults.Content(list.ToJson(), "application/json", Encoding.UTF8) : visit.NotFound();

    /// <summary>The small one; whoever needs to see more stands before the thing itself.</summary>
    private static async Task<IResult> Picture(Visit visit, Guid id, Guid picture, CasePages pages) =>
        await pages.Picture(visit, id, picture) is var (found, _, one) && await pages.Read(visit, found, one, small: true) is { } photo
            ? PhotoAnswer.Of(visit.Http, photo)
            : visit.NotFound();

    /// <summary>By district and urgency; the phone puts the nearest first when it knows where it is, which it tells nobody.</summary>
    private static async Task<FieldList?> Read(Visit visit, Database database, DamageReportsModule service, Sealer sealer, IAntiforgery antiforgery)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return null;
        }

        var scope = Enum.TryParse<FieldScope>(visit.Query("of"), ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : FieldScope.Department;
        string[] departments = [.. visit.Staff.Posts.Where(Rights.DamageReportsField.IsHeldBy).Select(p => p.Department)];
        return await database.InTown(visit.TownId, async tx =>
        {
            var found = await FieldSearch.Open(tx, visit.TownId, scope, visit.Staff.Id, departments, Most + 1, visit.Stop);
            StoredCase[] listed = [.. found.Take(Most)];
            Guid[] ids = [.. listed.Select(c => c.Id)];
            var places = await FirstReportSearch.Places(tx, sealer, visit.TownId, ids, visit.Stop);
            var pictures = await FieldSearch.Pictures(tx, visit.TownId, ids, visit.Stop);
            var done = await FieldStepTable.Of(tx, visit.TownId, visit.Actor, JapanTime.At(visit.Today, TimeOnly.MinValue), MostDone, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("damage-reports.field/list", [.. listed.Select(CasePages.Subject)]), visit.Now, visit.Stop);
            return new FieldList(
                visit.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                visit.Staff.Id.Value.ToString("n"),
                scope.ToString().ToLowerInvariant(),
                PhoneToken.Of(visit.Http, antiforgery),
                [
                    .. listed.Select(c => FieldList.Item(visit, plan, c, places.GetValueOrDefault(c.Id), pictures.GetValueOrDefault(c.Id)))
                        .OrderBy(i => i.District, StringComparer.Ordinal).ThenByDescending(i => i.Urgency),
                ],
                found.Count > Most,
                [.. done.Select(d => new FieldDone(d.Number, $"{FieldWords.Act(d.Act)}（{JapanTime.Say(d.HeardAt, Language.Japanese)}）{(d.Outcome is FieldOutcome.Overtaken ? " メモとして" : "")}"))]);
        }, visit.Stop);
    }
}
