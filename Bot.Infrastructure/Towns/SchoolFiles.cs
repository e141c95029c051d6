using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>A town's folder <c>schools</c> as neutral rows: which schools and nurseries there are, and when they have none.</summary>
public sealed record SchoolFiles(Items<SchoolRow> Schools, Items<SchoolBreakRow> Breaks)
{
    public const string Service = "schools";

    private static readonly string[] SchoolColumns = ["code", "ja", "kana", "easy", "en", "kind", "telephone", "cut_off", "days", "reason_in_talk"];

    /// <summary>May be missing: then no school wants links confirmed each year.</summary>
    private const string Yearly = "confirms_yearly";

    private static readonly string[] BreakColumns = ["school", "first", "last", "ja", "easy", "en"];

    private static readonly string[] Kinds = ["nursery", "kindergarten", "elementary", "junior-high"];

    /// <summary>Reads the folder of a town that has the service, or that has it ready.</summary>
    internal static SchoolFiles? Read(string townFolder, TownProfile town, FaultList faults)
    {
        var folder = Path.Combine(townFolder, Service);
        if (town.OperatorOf(Service) is null && faults.Bytes(Path.Combine(folder, "schools.csv")) is null)
        {
            return null;
        }

        var schools = ReadSchools(folder, faults);
        return new SchoolFiles(schools, faults.Bytes(Path.Combine(folder, "breaks.csv")) is null ? [] : ReadBreaks(folder, schools, faults));
    }

    internal static void Write(TownProfile town, IDictionary<string, string> files)
    {
        if (town.Schools is not { } all)
        {
            return;
        }

        var yearly = all.Schools.Any(s => s.ConfirmsYearly);
        var schools = new CsvText(yearly ? [.. SchoolColumns, Yearly] : SchoolColumns);
        foreach (var s in all.Schools)
        {
            string?[] more = yearly ? [s.ConfirmsYearly ? "yes" : "no"] : [];
            schools.Add(
            [
                s.Code, s.Name.Ja, s.Kana, s.Name.Easy, s.Name.En, s.Kind, s.Telephone, TownToFiles.Time(s.CutOff), string.Concat(s.Days.Select(d => "日月火水木金土"[(int)d])), s.ReasonInTalk ? "yes" : "no", .. more,
            ]);
        }

        var breaks = new CsvText(BreakColumns);
        foreach (var b in all.Breaks)
        {
            breaks.Add(b.School, CsvText.Date(b.First), CsvText.Date(b.Last), b.Reason.Ja, b.Reason.Easy, b.Reason.En);
        }

        files[$"{town.Id}/{Service}/schools.csv"] = schools.ToString();
        files[$"{town.Id}/{Service}/breaks.csv"] = breaks.ToString();
    }

    private static Items<SchoolRow> ReadSchools(string folder, FaultList faults)
    {
        var schools = new List<SchoolRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "schools.csv"), SchoolColumns, faults, mayBeEmpty: true, Yearly))
        {
            var school = new SchoolRow(
                row.Code(), row.Words(Limits.Title), row.Kana(), row.OneOf("kind", Kinds), row.Telephone("telephone"), row.Time("cut_off"),
                [.. TownJson.Days(row.Text("days"), why => row.Fault("days", why))], row.OneOf("reason_in_talk", ["yes", "no"]) == "yes",
                row.Optional(Yearly) is not null && row.OneOf(Yearly, ["yes", "no"]) == "yes");
            DamageFiles.Once(row, school.Code, schools.Select(s => s.Code));
            schools.Add(school);
        }

        return [.. schools];
    }

    private static Items<SchoolBreakRow> ReadBreaks(string folder, Items<SchoolRow> schools, FaultList faults)
    {
        var breaks = new List<SchoolBreakRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "breaks.csv"), BreakColumns, faults, mayBeEmpty: true))
        {
            var (school, first) = (row.Optional("school"), row.Date("first"));
            var last = row.MaybeDate("last") ?? first;
            if (school is not null && schools.All(s => s.Code != school))
            {
                row.Fault("school", $"「{school}」という学校は schools.csv にありません。全部の学校の休みなら、空にしてください。");
            }

            if (last < first)
            {
                row.Fault("last", "first と同じ日か、それより後の日にしてください。");
            }

            breaks.Add(new SchoolBreakRow(school, first, last, row.Words(Limits.Title)));
        }

        return [.. breaks];
    }
}

/// <param name="Code">Also the code of the department whose staff work there.</param>
/// <param name="Kind"><c>nursery</c>, <c>kindergarten</c>, <c>elementary</c> or <c>junior-high</c>.</param>
public sealed record SchoolRow(string Code, LocalText Name, string Kana, string Kind, string Telephone, TimeOnly CutOff, Items<DayOfWeek> Days, bool ReasonInTalk, bool ConfirmsYearly);

/// <param name="School"><c>null</c> for all of them.</param>
public sealed record SchoolBreakRow(string? School, DateOnly First, DateOnly Last, LocalText Reason);
