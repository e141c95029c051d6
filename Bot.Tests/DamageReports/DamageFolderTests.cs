using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Bot.Tests.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class DamageFolderTests
{
    private const string Folder = "hoshimi/damage-reports/";

    [TestCase("kinds.csv", "pothole,road", "pothole,raod", "kinds.csv 2行目「group」", "groups.csv にありません")]
    [TestCase("kinds.csv", "cave-in,", "pothole,", "kinds.csv 3行目「code」", "二度あります")]
    [TestCase("kinds.csv", "Pothole or crack,2", "Pothole or crack,9", "kinds.csv 2行目「severity」", "1 から 3 まで")]
    [TestCase("kinds.csv", "Pothole or crack,2,,,no", "Pothole or crack,2,,,いいえ", "kinds.csv 2行目「disaster_only」", "yes か no")]
    [TestCase("kinds.csv", "Pothole or crack,2,,", "Pothole or crack,2,5000,", "kinds.csv 2行目「radius_m」", "0 から 1000 まで")]
    [TestCase("kinds.csv", "Keep away from the hole and stop cars well before it.", "", "kinds.csv 3行目「hint_en」", "空です")]
    [TestCase("groups.csv", ",construction", ",建設課", "groups.csv 2行目「department」", "半角の英小文字")]
    [TestCase("offices.csv", "route-918,state", "route-918,国", "offices.csv 2行目「owner」", "state（国）")]
    [TestCase("offices.csv", "0999-90-9180", "9180", "offices.csv 2行目「telephone」", "電話番号ではありません")]
    [TestCase("routing.csv", "department:water", "water", "routing.csv 2行目「target」", "department:課のコード")]
    [TestCase("routing.csv", "office:route-918", "office:route-819", "routing.csv 5行目「target」", "offices.csv にありません")]
    [TestCase("routing.csv", "department:water", "town:tsukimi", "routing.csv 2行目「target」", "「tsukimi」というほかの町")]
    [TestCase("routing.csv", "kogen,,department", "kougen,,department", "routing.csv 3行目「area」", "areas.geojson にありません")]
    [TestCase("routing.csv", ",,state", ",,国", "routing.csv 5行目「road_owner」", "state（国）")]
    [TestCase("areas.geojson", "\"role\":\"district\"", "\"role\":\"park\"", "areas.geojson 3行目「features[1].properties.role」", "district（課の受け持ち）")]
    [TestCase("areas.geojson", "\"owner\":\"state\"", "\"owner\":\"国\"", "areas.geojson 4行目「features[2].properties.owner」", "state（国）")]
    [TestCase("areas.geojson", "[138.285,36.698],[138.328", "[36.698,138.285],[138.328", "areas.geojson 2行目", "経度、緯度の順")]
    [TestCase("areas.geojson", "[138.28,36.76],[138.285,36.698]]", "[138.28,36.76]]", "areas.geojson 2行目", "線が閉じていません")]
    [TestCase("areas.geojson", "\"type\":\"Polygon\"", "\"type\":\"LineString\"", "areas.geojson 2行目「geometry」", "幅のある帯")]
    [TestCase("areas.geojson", "\"code\":\"kogen\"", "\"code\":\"hoshimi\"", "areas.geojson 3行目「code」", "二度あります")]
    [TestCase("areas.geojson", "FeatureCollection", "Feature", "areas.geojson 1行目「type」", "FeatureCollection")]
    [TestCase("landmarks.csv", "eki,星見駅", "yakuba,星見駅", "landmarks.csv 3行目「code」", "二度あります")]
    [TestCase("landmarks.csv", "36.7386,138.3192", "138.3192,36.7386", "landmarks.csv 3行目「lat」", "日本の位置ではありません")]
    [TestCase("landmarks.csv", "36.7386,138.3192", ",", "landmarks.csv 3行目「lat」", "緯度と経度を書いて")]
    [TestCase("landmarks.csv", "ほしみえき", "星見駅", "landmarks.csv 3行目「kana」", "ひらがな")]
    public void A_broken_file_is_named_with_its_line_and_what_to_do(string file, string from, string to, string where, string advice)
    {
        using var folder = DemoFolder.Copy();
        folder.Change(Folder + file, from, to);
        var faults = RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.Select(f => f.ToString()).ToList();
        faults.ShouldContain(f => f.Contains(where, StringComparison.Ordinal) && f.Contains(advice, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Test]
    public void A_town_without_the_service_needs_no_folder_and_one_that_has_it_ready_is_checked()
    {
        using var folder = DemoFolder.Copy();
        var town = Path.Combine(folder.Path, "kawabe");
        var json = File.ReadAllText(Path.Combine(town, "town.json"));
        File.WriteAllText(Path.Combine(town, "town.json"), json.Replace("},\n    { \"name\": \"damage-reports\", \"operator\": \"kawabe\" }", "}", StringComparison.Ordinal));
        RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.ShouldContain(f => f.File == "kawabe/richmenu/main.ja.json", "a tile leads to what is switched off");
        foreach (var menu in Directory.GetFiles(Path.Combine(town, "richmenu"), "*.json"))
        {
            File.WriteAllText(menu, File.ReadAllText(menu).Replace("start:damage-report-closures", "language", StringComparison.Ordinal).Replace("start:damage-report-spot", "language", StringComparison.Ordinal).Replace("start:damage-report", "staff", StringComparison.Ordinal));
        }

        RegionFolder.Load(folder.Path).OrThrow().Find(new TownId("kawabe"))!.Damage.ShouldNotBeNull();
        Directory.Delete(Path.Combine(town, "damage-reports"), recursive: true);
        var region = RegionFolder.Load(folder.Path).OrThrow();
        region.Find(new TownId("kawabe"))!.Damage.ShouldBeNull();
        region.Find(new TownId("hoshimi"))!.Damage.ShouldNotBeNull();
        File.WriteAllText(Path.Combine(town, "town.json"), json);
        RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.ShouldContain(f => f.File == "kawabe/damage-reports/kinds.csv");
    }

    [Test]
    public void What_is_written_down_reads_the_same_parts_and_holes_too()
    {
        var town = DamageWorld.Region.Find(DamageWorld.Hoshimi)!;
        var two = town.Damage!.Areas[1] with { Polygons = [.. town.Damage.Areas[1].Polygons, .. town.Damage.Areas[2].Polygons] };
        var changed = town with { Damage = town.Damage with { Areas = [town.Damage.Areas[0], two, .. town.Damage.Areas.Skip(2)] } };
        var files = TownToFiles.Write(changed).ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal);
        TownFolder.Load(town.Id, files).OrThrow().Damage.ShouldBe(changed.Damage);
        Encoding.UTF8.GetString(files[Folder + "areas.geojson"]).ShouldContain("\"MultiPolygon\"");
        TownPieces.Over(town, new Dictionary<string, System.Text.Json.Nodes.JsonNode> { [TownPieces.Damage] = TownPieces.Of(changed)[TownPieces.Damage]! }).Damage.ShouldBe(changed.Damage);
    }
}
