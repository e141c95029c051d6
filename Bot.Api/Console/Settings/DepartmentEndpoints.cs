using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>The departments of a town: their names, what they see to, and closing one.</summary>
internal static class DepartmentEndpoints
{
    private const string Here = "settings/departments";
    private const string Log = "settings/history";

    public static void MapDepartments(this RouteGroupBuilder console)
    {
        console.MapGet("/settings/departments", (Visit visit, Database database, LiveRegion live) => List(visit, database, live, [], null)).Needs(Rights.SettingsSee);
        console.MapPost("/settings/departments", Add).Needs(Rights.SettingsChange);
        console.MapGet("/settings/departments/{code}", One).Needs(Rights.SettingsChange);
        console.MapPost("/settings/departments/{code}", Change).Needs(Rights.SettingsChange);
        console.MapPost("/settings/departments/{code}/close", (Visit visit, string code, Database database, LiveRegion live, ChangeAnswer answer) =>
            Turn(visit, code, closed: true, database, live, answer)).Needs(Rights.SettingsChange);
        console.MapPost("/settings/departments/{code}/reopen", (Visit visit, string code, Database database, LiveRegion live, ChangeAnswer answer) =>
            Turn(visit, code, closed: false, database, live, answer)).Needs(Rights.SettingsChange);
    }

    private static async Task<IResult> List(Visit visit, Database database, LiveRegion live, Items<Fault> faults, string? note)
    {
        var parameters = new { Lines = await All(visit, database), Services = DepartmentShelf.Services(live.Now, visit.TownId), Faults = faults, Note = note };
        return faults.Count > 0 || note is not null ? visit.Refuse<DepartmentsPage>(parameters) : visit.Page<DepartmentsPage>(parameters);
    }

    private static async Task<IResult> Add(Visit visit, Database database, LiveRegion live, ChangeAnswer answer)
    {
        var lines = await All(visit, database);
        // Codes stand in records and addresses only; nobody needs to think one up.
        var code = Enumerable.Range(1, lines.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"section-{n}")).First(c => lines.All(l => l.Code != c));
        var place = lines.Count == 0 ? 0 : lines.Max(l => l.Place) + 1;
        return await Make(
            visit, answer, code, $"課「{visit.Field("name")}」を加える", new DepartmentPiece(visit.Field("name"), Chosen(visit), place, Closed: false), Here,
            (faults, note) => Results.Extensions.Later(() => List(visit, database, live, faults, note)));
    }

    /// <summary>The names of those with a duty there are shown, so the look is recorded.</summary>
    private static async Task<IResult> One(Visit visit, string code, Database database, LiveRegion live)
    {
        if (await Find(visit, code, database) is not { } line)
        {
            return visit.NotFound();
        }

        return await Page(visit, line, database, live, [], null);
    }

    private static async Task<IResult> Page(Visit visit, DepartmentLine line, Database database, LiveRegion live, Items<Fault> faults, string? note)
    {
        var holders = await database.InTown(visit.TownId, async tx =>
        {
            var all = (await StaffSearch.All(tx, visit.TownId, visit.Stop)).Where(s => s.Left is null && s.Posts.Any(p => p.Department == line.Code)).ToList();
            await AuditTable.Add(
                tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.SettingsChange.Name}/holders", [.. all.Select(s => $"staff/{s.Id.Value:n}")], line.Code), visit.Now, visit.Stop);
            return all;
        }, visit.Stop);
        var parameters = new
        {
            Line = line, Holders = holders, Services = DepartmentShelf.Services(live.Now, visit.TownId), Mark = PieceJson.Mark(PieceJson.Write(DepartmentShelf.Of(line))),
            Faults = faults, Note = note,
        };
        return faults.Count > 0 || note is not null ? visit.Refuse<DepartmentPage>(parameters) : visit.Page<DepartmentPage>(parameters);
    }

    private static async Task<IResult> Change(Visit visit, string code, Database database, LiveRegion live, ChangeAnswer answer) => await Find(visit, code, database) is { } line
        ? await Make(
            visit, answer, code, $"課「{line.Name}」の名前・受け持ちを変更", DepartmentShelf.Of(line) with { Name = visit.Field("name"), Services = Chosen(visit) }, Here,
            Again(visit, code, database, live))
        : visit.NotFound();

    private static async Task<IResult> Turn(Visit visit, string code, bool closed, Database database, LiveRegion live, ChangeAnswer answer) =>
        await Find(visit, code, database) is { } line
            ? await Make(
                visit, answer, code, closed ? $"課「{line.Name}」を閉じる" : $"課「{line.Name}」を開き直す", DepartmentShelf.Of(line) with { Closed = closed }, Here,
                Again(visit, code, database, live))
            : visit.NotFound();

    private static Func<Items<Fault>, string?, IResult> Again(Visit visit, string code, Database database, LiveRegion live) => (faults, note) =>
        Results.Extensions.Later(async () => await Find(visit, code, database) is { } now ? await Page(visit, now, database, live, faults, note) : visit.NotFound());

    private static Task<IResult> Make(
        Visit visit, ChangeAnswer answer, string code, string what, DepartmentPiece piece, string back, Func<Items<Fault>, string?, IResult> refuse) =>
        answer.Make(
            visit, Rights.SettingsChange, what, new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [DepartmentShelf.Piece(code)] = PieceJson.Write(piece) }, back, Log, refuse);

    private static Items<string> Chosen(Visit visit) => [.. visit.Fields("service").Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)];

    private static Task<IReadOnlyList<DepartmentLine>> All(Visit visit, Database database) =>
        database.ReadInTown(visit.TownId, tx => DepartmentTable.All(tx, visit.TownId, visit.Stop), visit.Stop);

    private static async Task<DepartmentLine?> Find(Visit visit, string code, Database database) => (await All(visit, database)).FirstOrDefault(l => l.Code == code);
}
