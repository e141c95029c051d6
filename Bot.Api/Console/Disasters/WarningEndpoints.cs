using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Api.Console.Settings;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Disasters;

/// <summary>What the weather agency sent, and what its warnings do in this town.</summary>
internal static class WarningEndpoints
{
    public const string Path = "disaster/warnings";

    private const int Reports = 30;

    public static void MapWarnings(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", (Visit visit, Database database, WeatherSettings weather, LiveRegion live) => Page(visit, database, weather, live, [], null)).Needs(Rights.DisasterSee);
        console.MapPost($"/{Path}", Change).Needs(Rights.DisasterPolicy);
    }

    private static async Task<IResult> Page(Visit visit, Database database, WeatherSettings weather, LiveRegion live, Items<Fault> faults, string? note)
    {
        var (view, reports, pieces) = await database.ReadInTown(visit.TownId, async tx =>
        {
            var mode = (await DisasterTable.Latest(tx, visit.TownId, 1, visit.Stop)).FirstOrDefault(m => m.IsOn);
            return (await WarningView.Read(tx, visit, weather, mode), await WeatherReportTable.Latest(tx, visit.TownId, Reports, visit.Stop), await SettingTable.All(tx, visit.TownId, visit.Stop));
        }, visit.Stop);
        // From the database, so that a change shows at once in whichever process.
        var terms = TownPieces.Over(live.Folder.Find(visit.TownId)!, pieces).Warnings;
        var with = new { View = view, Reports = reports, Terms = terms, Mark = PieceJson.Mark(pieces.GetValueOrDefault(TownPieces.Warnings)), Faults = faults, Note = note };
        return faults.Count > 0 || note is not null ? visit.Refuse<WarningPage>(with) : visit.Page<WarningPage>(with);
    }

    private static Task<IResult> Change(Visit visit, Database database, WeatherSettings weather, LiveRegion live, ChangeAnswer answer)
    {
        var terms = new WarningTerms(
            [.. JapaneseText.Normal(visit.Field("areas")).Split([' ', ',', '、'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
            [.. WarningTerms.Kinds.Select(k => new WarningTerm(k, visit.Field($"act-{k}")))],
            visit.Field("intensity"),
            int.TryParse(JapaneseText.Normal(visit.Field("held")), NumberStyles.None, CultureInfo.InvariantCulture, out var held) ? held : 0);
        return answer.Make(
            visit, Rights.DisasterPolicy, "警報のときの動きを変更", new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [TownPieces.Warnings] = PieceJson.Write(terms) }, Path,
            "settings/history", (faults, note) => Results.Extensions.Later(() => Page(visit, database, weather, live, faults, note)));
    }

    public static string KindWords(string kind) => Enum.Parse<WarningKind>(kind, ignoreCase: true) switch
    {
        WarningKind.Special => "特別警報（大雨・土砂災害・暴風など）",
        WarningKind.Landslide => "土砂災害危険警報（土砂災害警戒情報）",
        WarningKind.Danger => "そのほかの危険警報（大雨・高潮）",
        WarningKind.Flood => "川の氾濫（氾濫危険警報・氾濫特別警報）",
        WarningKind.Warning => "そのほかの警報",
        _ => "地震（下の震度以上）",
    };

    public static string ActWords(string act) => Enum.Parse<WarningAct>(act, ignoreCase: true) switch
    {
        WarningAct.Off => "表示だけ",
        WarningAct.Propose => "申し出る（職員1人の承認で始まる）",
        _ => "すぐに災害モードにする",
    };
}
