using System.Globalization;
using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>areas.geojson</c> as programs for maps write it; what a program adds of its own is passed over.</summary>
internal static class DamageAreaFile
{
    private const int MostCorners = 20_000;

    private static readonly string[] Roles = ["town", "district", "road"];

    public static Items<DamageAreaRow> Read(string folder, FaultList faults)
    {
        var file = Path.Combine(folder, "areas.geojson");
        if (JsonAt.Read(file, faults) is not { } json)
        {
            return [];
        }

        if (Text(json, "type") != "FeatureCollection" || json.Members.GetValueOrDefault("features") is not { Kind: JsonTokenType.StartArray } features)
        {
            faults.Add(file, json.Line, "type", "GeoJSON の FeatureCollection にしてください。地図のソフトから GeoJSON で書き出せます。");
            return [];
        }

        var areas = new List<DamageAreaRow>();
        foreach (var feature in features.Elements)
        {
            if (Area(file, feature, faults) is not { } area)
            {
                continue;
            }

            if (areas.Exists(a => a.Code == area.Code))
            {
                faults.Add(file, feature.Line, "code", $"「{area.Code}」が二度あります。別の番号にしてください。");
            }

            areas.Add(area);
        }

        return [.. areas];
    }

    private static DamageAreaRow? Area(string file, JsonAt feature, FaultList faults)
    {
        if (feature.Members.GetValueOrDefault("properties") is not { Kind: JsonTokenType.StartObject } properties
            || feature.Members.GetValueOrDefault("geometry") is not { Kind: JsonTokenType.StartObject } geometry)
        {
            faults.Add(file, feature.Line, feature.Path, "properties と geometry がありません。");
            return null;
        }

        var said = new JsonSection(file, properties, faults);
        var (code, role) = (said.Text("code"), said.Text("role"));
        if (code.Length > 0 && !Limits.IsCode(code))
        {
            said.Fault("code", $"「{code}」は使えません。半角の英小文字・数字・ハイフンで、英字から始めてください。");
        }

        if (role.Length > 0 && !Roles.Contains(role, StringComparer.Ordinal))
        {
            said.Fault("role", $"「{role}」は使えません。town（町の範囲）、district（課の受け持ち）、road（道路）のどれかにしてください。");
        }

        var owner = role == "road" ? said.Text("owner") : null;
        if (owner is { Length: > 0 } and not ("prefecture" or "state" or "town"))
        {
            said.Fault("owner", $"「{owner}」は使えません。town（町）、prefecture（県）、state（国）のどれかにしてください。");
        }

        return new DamageAreaRow(code, new LocalText(said.Text("ja", Limits.Title), said.Text("easy", Limits.Title), said.Text("en", Limits.Title)), role, owner, Polygons(file, geometry, faults));
    }

    private static Items<DamagePolygonRow> Polygons(string file, JsonAt geometry, FaultList faults)
    {
        var coordinates = geometry.Members.GetValueOrDefault("coordinates");
        switch (Text(geometry, "type"), coordinates)
        {
            case ("Polygon", { Elements.Count: > 0 } rings):
                return [Polygon(file, rings, faults)];
            case ("MultiPolygon", { Elements.Count: > 0 } polygons):
                return [.. polygons.Elements.Select(p => Polygon(file, p, faults))];
            default:
                faults.Add(file, geometry.Line, "geometry", "Polygon か MultiPolygon で描いてください。線や点は使えません。道路は幅のある帯として描きます。");
                return [];
        }
    }

    private static DamagePolygonRow Polygon(string file, JsonAt rings, FaultList faults) => new([.. rings.Elements.Select(r => Ring(file, r, faults))]);

    private static Items<GeoPoint> Ring(string file, JsonAt ring, FaultList faults)
    {
        if (ring.Elements.Count is < 4 or > MostCorners)
        {
            faults.Add(file, ring.Line, ring.Path, $"点が {ring.Elements.Count} 個です。4 個から {MostCorners} 個までにしてください。");
            return [];
        }

        var corners = new List<GeoPoint>(ring.Elements.Count);
        foreach (var position in ring.Elements)
        {
            if (position.Elements.Count < 2 || Degrees(position.Elements[1], 20, 46) is not { } north || Degrees(position.Elements[0], 122, 154) is not { } east)
            {
                faults.Add(file, position.Line, position.Path, "日本の位置ではありません。経度、緯度の順（例 [138.3120, 36.7420]）で書いてください。");
                return [];
            }

            corners.Add(new GeoPoint(north, east));
        }

        if (corners[0] != corners[^1])
        {
            faults.Add(file, ring.Line, ring.Path, "線が閉じていません。最後の点を最初の点と同じにしてください。");
        }

        return [.. corners.SkipLast(1)];
    }

    private static double? Degrees(JsonAt number, double least, double most) =>
        number.Kind == JsonTokenType.Number && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && degrees >= least && degrees <= most
            ? degrees
            : null;

    private static string? Text(JsonAt json, string key) => json.Members.GetValueOrDefault(key) is { Kind: JsonTokenType.String } value ? value.Text : null;
}
