using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Bot.Tests.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools;

public sealed class SchoolFolderTests
{
    [TestCase("schools.csv", "elementary", "school", "schools.csv 2行目「kind」", "junior-high")]
    [TestCase("schools.csv", "08:15", "朝8時", "schools.csv 2行目「cut_off」", "08:30 のように")]
    [TestCase("schools.csv", "0999-21-2101", "212101", "schools.csv 2行目「telephone」", "電話番号ではありません")]
    [TestCase("schools.csv", "月火水木金,no", "月～金,no", "schools.csv 2行目「days」", "曜日ではありません")]
    [TestCase("schools.csv", "narusawa-school", "hoshimi-school", "schools.csv 3行目「code」", "二度あります")]
    [TestCase("schools.csv", "hoshinoko", "hoshi-no-ko", "schools.csv「code」", "departments.csv に")]
    [TestCase("breaks.csv", "junior-school,2026-12-25", "senior-school,2026-12-25", "breaks.csv", "schools.csv にありません")]
    [TestCase("breaks.csv", "2026-12-25,2027-01-07", "2026-12-25,2026-12-07", "breaks.csv", "それより後の日")]
    public void A_broken_file_is_named_with_its_line_and_what_to_do(string file, string from, string to, string where, string advice)
    {
        using var folder = DemoFolder.Copy();
        folder.Change($"hoshimi/schools/{file}", from, to);
        var faults = RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.Select(f => f.ToString()).ToList();
        faults.ShouldContain(f => f.Contains(where, StringComparison.Ordinal) && f.Contains(advice, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Test]
    public void A_school_may_want_links_confirmed_each_year_by_a_column_that_may_be_missing()
    {
        using var folder = DemoFolder.Copy();
        RegionFolder.Load(folder.Path).OrThrow().Find(new TownId("hoshimi"))!.Schools!.Schools.ShouldAllBe(s => !s.ConfirmsYearly);
        var file = Path.Combine(folder.Path, "hoshimi/schools/schools.csv");
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Concat(lines.Select((line, n) => $"{line},{(n == 0 ? "confirms_yearly" : n == 1 ? "yes" : "no")}\n")));
        var town = RegionFolder.Load(folder.Path).OrThrow().Find(new TownId("hoshimi"))!;
        town.Schools!.Schools.Select(s => s.ConfirmsYearly).ShouldBe([true, false, false, false]);
        TownToFiles.Write(town)["hoshimi/schools/schools.csv"].ShouldBe(File.ReadAllText(file));
    }

    [Test]
    public void What_is_read_is_written_as_it_was()
    {
        using var folder = DemoFolder.Copy();
        var town = RegionFolder.Load(folder.Path).OrThrow().Find(new TownId("hoshimi"))!;
        var files = TownToFiles.Write(town);
        files["hoshimi/schools/schools.csv"].ShouldBe(File.ReadAllText(Path.Combine(folder.Path, "hoshimi/schools/schools.csv")));
        files["hoshimi/schools/breaks.csv"].ShouldBe(File.ReadAllText(Path.Combine(folder.Path, "hoshimi/schools/breaks.csv")));
    }
}
