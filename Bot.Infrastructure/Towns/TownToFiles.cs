using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Writes a town down as the files of its folder, so that the folder's readers give the same town again.</summary>
public static class TownToFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <returns>By their path from the folder of all towns, such as <c>hoshimi/town.json</c>. The rich menus stand on the disk only.</returns>
    public static IReadOnlyDictionary<string, string> Write(TownProfile town)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{town.Id}/town.json"] = Json(Profile(town)),
            [$"{town.Id}/holidays.csv"] = Closings(town.Closings),
        };
        if (town.Kind == TownKind.Town)
        {
            files[$"{town.Id}/areas.csv"] = Areas(town.Areas);
            DamageToFiles.Write(town, files);
            SchoolFiles.Write(town, files);
            foreach (var language in town.Languages.Where(l => Language.Complete.Contains(l) || town.Wording.Any(p => p.Language == l)))
            {
                files[$"{town.Id}/wording.{language.Tag}.json"] = Json(new JsonObject(
                    town.Wording.Where(p => p.Language == language).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Text))));
            }
        }

        return files;
    }

    private static JsonObject Profile(TownProfile town)
    {
        var json = new JsonObject
        {
            ["id"] = town.Id.Value,
            ["kind"] = town.Kind == TownKind.Union ? "union" : "town",
            ["name"] = Words(town.Name),
            ["kana"] = town.Kana,
            ["region"] = town.Region,
            ["office"] = new JsonObject
            {
                ["desk"] = Words(town.Office.Desk),
                ["telephone"] = town.Office.Telephone,
                ["address"] = Words(town.Office.Address),
                ["website"] = town.Office.Website.OriginalString,
                ["hours"] = Hours(town.Office.Hours),
                ["hoursText"] = Words(town.Office.HoursText),
            },
            ["emergency"] = Words(town.Emergency),
            ["colours"] = new JsonObject { ["primary"] = town.Colours.Primary, ["onPrimary"] = town.Colours.OnPrimary },
            ["languages"] = new JsonArray([.. town.Languages.Select(l => JsonValue.Create(l.Tag))]),
        };
        // what takes nothing new is not switched on, as the folder sees it
        var services = town.Services.Where(s => !town.Paused.Contains(s.Name, StringComparer.Ordinal));
        if (town.Kind == TownKind.Union)
        {
            json["services"] = new JsonArray([.. services.Select(s => JsonValue.Create(s.Name))]);
            json["members"] = new JsonArray([.. town.Members.Select(m => JsonValue.Create(m.Value))]);
            return json;
        }

        json["services"] = new JsonArray([.. services.Select(s => new JsonObject { ["name"] = s.Name, ["operator"] = s.Operator.Value })]);
        if (town.Payment is { } payment)
        {
            json["payment"] = new JsonObject
            {
                ["methods"] = new JsonArray([.. payment.Methods.Select(m => JsonValue.Create(m))]),
                ["payDays"] = payment.PayDays,
                ["cutOff"] = new JsonObject { ["workingDaysBefore"] = payment.CutOff.WorkingDaysBefore, ["at"] = Time(payment.CutOff.At) },
            };
        }

        if (town.Warnings is { } warnings)
        {
            json[WarningTermsJson.Key] = WarningTermsJson.Write(warnings);
        }

        return json;
    }

    /// <summary>Days with the same hours that follow each other stand on one line.</summary>
    private static JsonArray Hours(Items<OpenHours> hours)
    {
        var lines = new List<(string Days, TimeOnly From, TimeOnly To)>();
        foreach (var open in hours)
        {
            var day = "日月火水木金土"[(int)open.Day].ToString();
            if (lines.Count > 0 && lines[^1] is var last && last.From == open.From && last.To == open.To)
            {
                lines[^1] = last with { Days = last.Days + day };
            }
            else
            {
                lines.Add((day, open.From, open.To));
            }
        }

        return new JsonArray([.. lines.Select(l => new JsonObject { ["days"] = l.Days, ["from"] = Time(l.From), ["to"] = Time(l.To) })]);
    }

    private static string Areas(Items<Area> areas)
    {
        var csv = new CsvText("code", "ja", "kana", "easy", "en", "postal_codes", "zone", "lat", "long");
        foreach (var area in areas)
        {
            csv.Add(area.Code, area.Name.Ja, area.Kana, area.Name.Easy, area.Name.En, CsvText.Several(area.PostalCodes), area.Zone, Degrees(area.Point?.Latitude), Degrees(area.Point?.Longitude));
        }

        return csv.ToString();
    }

    private static string Closings(Items<Closing> closings)
    {
        var csv = new CsvText("date", "ja", "easy", "en");
        foreach (var closing in closings)
        {
            csv.Add(CsvText.Date(closing.Date), closing.Reason.Ja, closing.Reason.Easy, closing.Reason.En);
        }

        return csv.ToString();
    }

    private static string Degrees(double? degrees) => degrees?.ToString(CultureInfo.InvariantCulture) ?? "";

    internal static JsonObject Words(LocalText text) => new() { ["ja"] = text.Ja, ["easy"] = text.Easy ?? "", ["en"] = text.En ?? "" };

    internal static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    internal static string Json(JsonObject json) => json.ToJsonString(Readable) + "\n";
}
