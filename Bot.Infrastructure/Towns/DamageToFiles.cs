using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Writes what a town says of damage reports as the files of its folder, so that their readers give the same again.</summary>
internal static class DamageToFiles
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(TownProfile town, IDictionary<string, string> files)
    {
        if (town.Damage is not { } damage)
        {
            return;
        }

        var folder = $"{town.Id}/{DamageFiles.Service}";
        files[$"{folder}/groups.csv"] = Groups(damage);
        files[$"{folder}/kinds.csv"] = Kinds(damage);
        files[$"{folder}/offices.csv"] = Offices(damage);
        files[$"{folder}/routing.csv"] = Routing(damage);
        files[$"{folder}/areas.geojson"] = Areas(damage);
        DamagePublicationFiles.Write(damage.Publication, folder, files);
        if (damage.Landmarks.Count > 0)
        {
            files[$"{folder}/landmarks.csv"] = Landmarks(damage);
        }
    }

    private static string Landmarks(DamageFiles damage)
    {
        var csv = new CsvText("code", "ja", "kana", "easy", "en", "aliases", "lat", "long");
        foreach (var mark in damage.Landmarks)
        {
            csv.Add(
                mark.Code, mark.Name.Ja, mark.Kana, mark.Name.Easy, mark.Name.En, CsvText.Several(mark.Aliases),
                mark.Point.Latitude.ToString(CultureInfo.InvariantCulture), mark.Point.Longitude.ToString(CultureInfo.InvariantCulture));
        }

        return csv.ToString();
    }

    private static string Groups(DamageFiles damage)
    {
        var csv = new CsvText("code", "ja", "easy", "en", "radius_m", "department");
        foreach (var group in damage.Groups)
        {
            csv.Add(group.Code, group.Name.Ja, group.Name.Easy, group.Name.En, CsvText.Number(group.Radius), group.Department);
        }

        return csv.ToString();
    }

    private static string Kinds(DamageFiles damage)
    {
        var csv = new CsvText("code", "group", "ja", "easy", "en", "severity", "radius_m", "department", "disaster_only", "hint_ja", "hint_easy", "hint_en");
        foreach (var kind in damage.Kinds)
        {
            csv.Add(
                kind.Code, kind.Group, kind.Name.Ja, kind.Name.Easy, kind.Name.En, CsvText.Number(kind.Severity), CsvText.Number(kind.Radius), kind.Department,
                kind.DisasterOnly ? "yes" : "no", kind.Hint?.Ja, kind.Hint?.Easy, kind.Hint?.En);
        }

        return csv.ToString();
    }

    private static string Offices(DamageFiles damage)
    {
        var csv = new CsvText("code", "owner", "ja", "easy", "en", "telephone");
        foreach (var office in damage.Offices)
        {
            csv.Add(office.Code, office.Owner, office.Name.Ja, office.Name.Easy, office.Name.En, office.Telephone);
        }

        return csv.ToString();
    }

    private static string Routing(DamageFiles damage)
    {
        var csv = new CsvText("kind", "group", "area", "road_owner", "target");
        foreach (var rule in damage.Routing)
        {
            csv.Add(rule.Kind, rule.Group, rule.Area, rule.Owner, rule.Target);
        }

        return csv.ToString();
    }

    /// <summary>One area a line, so that a change shows where it is.</summary>
    private static string Areas(DamageFiles damage)
    {
        var text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
        foreach (var (at, area) in damage.Areas.Index())
        {
            text.Append(at == 0 ? "\n" : ",\n").Append("  ").Append(Feature(area).ToJsonString(OneLine));
        }

        return text.Append("\n]}\n").ToString();
    }

    private static JsonObject Feature(DamageAreaRow area)
    {
        var properties = new JsonObject { ["code"] = area.Code, ["role"] = area.Role };
        if (area.Owner is { } owner)
        {
            properties["owner"] = owner;
        }

        foreach (var (language, text) in TownToFiles.Words(area.Name).ToList())
        {
            properties[language] = text?.DeepClone();
        }

        var polygons = area.Polygons.Select(p => new JsonArray([.. p.Rings.Select(r => new JsonArray([.. r.Concat(r.Take(1)).Select(Position)]))])).ToList();
        return new JsonObject
        {
            ["type"] = "Feature",
            ["properties"] = properties,
            ["geometry"] = polygons is [var only]
                ? new JsonObject { ["type"] = "Polygon", ["coordinates"] = only }
                : new JsonObject { ["type"] = "MultiPolygon", ["coordinates"] = new JsonArray([.. polygons]) },
        };
    }

    private static JsonArray Position(GeoPoint point) => [Degrees(point.Longitude), Degrees(point.Latitude)];

    private static JsonNode Degrees(double degrees) => JsonNode.Parse(degrees.ToString("R", CultureInfo.InvariantCulture))!;
}
