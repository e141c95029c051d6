using System.Globalization;
using Bot.Api.Console.Disasters;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>The operations board: what has come in, by kind and district; and the same as a file for the prefecture.</summary>
internal static class BoardEndpoints
{
    public const string Path = "disaster/board";
    public const string Topic = "disaster-board";

    /// <summary>What is shown while no disaster goes on.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromDays(3);

    public static void MapBoard(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", Board).Needs(Rights.DamageReportsSee).WithMetadata(new ShowsMap());
        console.MapGet($"/{Path}/map.json", Points).Needs(Rights.DamageReportsSee);
        console.MapGet("/disaster/export.csv", Export).Needs(Rights.DisasterExport);
    }

    private static async Task<IResult> Board(Visit visit, Database database, DamageReportsModule service, WeatherSettings weather)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return visit.NotFound();
        }

        var (mode, cases, warnings, closures, mark) = await database.InTown(visit.TownId, async tx =>
        {
            var latest = (await DisasterTable.Latest(tx, visit.TownId, 1, visit.Stop)).FirstOrDefault(m => m.IsOn);
            var found = await BoardSearch.Of(tx, visit.TownId, latest?.BeganAt ?? visit.Now - Usual, visit.Now.AddDays(1), latest is { IsDrill: true }, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("damage-reports.see/board", [], $"{found.Count}"), visit.Now, visit.Stop);
            return (latest, found, await WarningView.Read(tx, visit, weather, latest), await ClosureTable.Of(tx, visit.TownId, visit.Now, visit.Stop), await BoardSearch.Mark(tx, visit.TownId, visit.Stop));
        }, visit.Stop);
        return visit.Page<BoardPage>(new
        {
            Mode = mode,
            Since = mode?.BeganAt ?? visit.Now - Usual,
            Cases = cases,
            Warnings = warnings,
            Closures = closures,
            Plan = plan,
            Mark = mark,
            Kinds = BoardCounts.By(cases, c => DamageShown.Kind(plan, c.Kind), c => c.State.IsOpen, c => c.Urgency.Score),
            Districts = BoardCounts.By(cases, c => BoardCounts.DistrictOf(plan, c.Point), c => c.State.IsOpen, c => c.Urgency.Score),
        });
    }

    /// <summary>The same cases as points, and the closed roads: nothing that residents wrote.</summary>
    private static async Task<IResult> Points(Visit visit, Database database, DamageReportsModule service)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan)
        {
            return visit.NotFound();
        }

        var (cases, closures) = await database.InTown(visit.TownId, async tx =>
        {
            var mode = (await DisasterTable.Latest(tx, visit.TownId, 1, visit.Stop)).FirstOrDefault(m => m.IsOn);
            var found = await BoardSearch.Of(tx, visit.TownId, mode?.BeganAt ?? visit.Now - Usual, visit.Now.AddDays(1), mode is { IsDrill: true }, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("damage-reports.see/board-map", [], $"{found.Count}"), visit.Now, visit.Stop);
            return (found, await ClosureTable.Of(tx, visit.TownId, visit.Now, visit.Stop));
        }, visit.Stop);
        return TypedResults.Json(new
        {
            total = cases.Count,
            cases = cases.Select(c => DamageShown.OnMap(visit, plan, c)),
            closures = closures.Where(c => c.From <= visit.Now).Select(c => new { road = Shown.Safe(c.Road), words = Shown.Safe(c.Words), at = new[] { c.Point.Latitude, c.Point.Longitude } }),
        });
    }

    /// <summary>By date, place and kind of damage; without a word of any person.</summary>
    private static async Task<IResult> Export(Visit visit, Database database, DamageReportsModule service)
    {
        if (service.Towns.Find(visit.TownId) is not { } plan || Day(visit.Query("from")) is not { } from || Day(visit.Query("to")) is not { } to)
        {
            return visit.NotFound();
        }

        var isDrill = visit.Query("drill") == "yes";
        var cases = await database.InTown(visit.TownId, async tx =>
        {
            var found = await BoardSearch.Of(tx, visit.TownId, JapanTime.At(from, TimeOnly.MinValue), JapanTime.At(to.AddDays(1), TimeOnly.MinValue), isDrill, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.DisasterExport.Name}/csv", [], $"{found.Count}"), visit.Now, visit.Stop);
            return found;
        }, visit.Stop);
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["受付日時", "番号", "被害の種類", "分類", "地区", "緯度", "経度", "状態", "緊急度", "危険", "通報した人の数", "担当", "区分"], visit.Stop);
            foreach (var item in cases.OrderBy(c => c.OpenedAt).ThenBy(c => c.Number, StringComparer.Ordinal))
            {
                await file.Row(
                [
                    item.OpenedAt, item.Number, DamageShown.Kind(plan, item.Kind), plan.Groups.FirstOrDefault(g => g.Code == item.Group)?.Name.Ja ?? item.Group,
                    BoardCounts.DistrictOf(plan, item.Point), Degrees(item.Point.Latitude), Degrees(item.Point.Longitude), DamageShown.State(item.State).Title, item.Urgency.Score,
                    DamageShown.Danger(item.Danger) ?? "なし", item.Reporters, item.Target is RouteTarget.Department ? "町" : service.Towns.NameOf(item.Town, item.Target).Ja, item.IsDrill ? "訓練" : "",
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"damage-{from:yyyyMMdd}-{to:yyyyMMdd}{(isDrill ? "-kunren" : "")}.csv");
    }

    private static string Degrees(double degrees) => degrees.ToString("0.00000", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
