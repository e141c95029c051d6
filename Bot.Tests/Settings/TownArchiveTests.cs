using System.IO.Compression;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

public sealed class TownArchiveTests
{
    [Test]
    public void A_town_taken_out_and_brought_in_changes_nothing()
    {
        foreach (var town in DemoWorld.Region.Towns)
        {
            var back = Read(TownArchive.Write(TownMove.Files(town, DemoFolder.Real))).ShouldBeOfType<Loaded<ArchivedTown>.Good>().Value;
            back.Town.ShouldBe(town.Id);
            new TownMove(new LiveRegion(DemoWorld.Region)).Pieces(town, back).OrThrow().ShouldBeEmpty(town.Id.Value);
        }
    }

    [Test]
    public void From_another_towns_folder_the_wording_alone_is_taken_over()
    {
        var kawabe = Read(TownArchive.Write(TownMove.Files(DemoWorld.Region.Find(new TownId("kawabe"))!, DemoFolder.Real))).OrThrow();
        var pieces = new TownMove(new LiveRegion(DemoWorld.Region)).Pieces(DemoWorld.Hoshimi, kawabe).OrThrow();
        pieces.ShouldNotBeEmpty();
        pieces.Keys.ShouldAllBe(k => k.StartsWith(TownPieces.Wording, StringComparison.Ordinal));
    }

    [Test]
    public void A_catalogue_taken_over_from_another_union_leaves_zones_and_days_alone()
    {
        var other = DemoWorld.Plan with { Articles = [.. DemoWorld.Plan.Articles.Take(3)], Zones = [], Closures = [], ExtraDays = [] };
        var merged = PlanMerge.CatalogueOver(DemoWorld.Plan, other, DemoWorld.Today);
        merged.Zones.ShouldBe(DemoWorld.Plan.Zones);
        merged.Closures.ShouldBe(DemoWorld.Plan.Closures);
        merged.Articles.Where(a => a.Valid.Holds(DemoWorld.Today)).ShouldBe(other.Articles);
        PlanMerge.Over(DemoWorld.Plan, DemoWorld.Plan, DemoWorld.Today).ShouldBe(DemoWorld.Plan, "the same again changes nothing");
    }

    [TestCase("../../etc/passwd")]
    [TestCase("/etc/passwd")]
    [TestCase("hoshimi/../kawabe/town.json")]
    [TestCase("hoshimi\\town.json")]
    [TestCase("hoshimi/town.json\0.exe")]
    [TestCase("hoshimi/run.sh")]
    [TestCase("hoshimi/bulky-waste/../../x.csv")]
    public void A_name_that_no_folder_has_is_refused(string name) => Refused(Zip((name, [1])));

    [Test]
    public void What_is_too_much_too_large_or_no_archive_is_refused()
    {
        Refused(Zip(("hoshimi/town.json", new byte[2 * 1024 * 1024])));
        Refused(Zip([.. Enumerable.Range(0, 61).Select(i => ($"hoshimi/richmenu/a{i}.png", new byte[1]))]));
        Refused(Zip(("hoshimi/town.json", [1]), ("hoshimi/town.json", [2])));
        Refused(Zip(("hoshimi/town.json", [1]), ("kawabe/town.json", [2])));
        Refused(Zip());
        Refused(Encoding.UTF8.GetBytes("PK nothing of the kind"));
        var cut = Zip(("hoshimi/town.json", Encoding.UTF8.GetBytes(new string('x', 5000))));
        Refused(cut[..(cut.Length / 2)]);
    }

    [Test]
    public void A_town_with_mistakes_is_brought_in_not_at_all_and_each_is_named_with_its_line()
    {
        var files = TownMove.Files(DemoWorld.Hoshimi, DemoFolder.Real).ToDictionary();
        files["hoshimi/holidays.csv"] = Encoding.UTF8.GetBytes("date,ja,easy,en\n2027-13-01,休み,休み,Closed\n");
        var bad = new TownMove(new LiveRegion(DemoWorld.Region)).Pieces(DemoWorld.Hoshimi, Read(TownArchive.Write(files)).OrThrow())
            .ShouldBeOfType<Loaded<IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?>>.Bad>();
        bad.Faults.Single().ShouldSatisfyAllConditions(f => f.File.ShouldBe("hoshimi/holidays.csv"), f => f.Line.ShouldBe(2), f => f.Column.ShouldBe("date"));
    }

    private static Loaded<ArchivedTown> Read(byte[] zip) => TownArchive.Read(new MemoryStream(zip));

    private static void Refused(byte[] zip) => Read(zip).ShouldBeOfType<Loaded<ArchivedTown>.Bad>().Faults.ShouldNotBeEmpty();

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
