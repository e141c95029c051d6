using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>A department as the town's folder names it.</summary>
/// <param name="Services">What it sees to, by the services' names.</param>
public sealed record DepartmentRow(string Code, string Name, Items<string> Services);

/// <summary>Reads and writes <c>departments.csv</c>, which a town may do without.</summary>
public static class DepartmentFile
{
    public const string Name = "departments.csv";

    private static readonly string[] Columns = ["code", "name", "services"];

    public static string Write(IEnumerable<DepartmentRow> departments)
    {
        var csv = new CsvText(Columns);
        foreach (var department in departments)
        {
            csv.Add(department.Code, department.Name, CsvText.Several(department.Services));
        }

        return csv.ToString();
    }

    internal static Items<DepartmentRow> Read(string folder, FaultList faults)
    {
        var file = Path.Combine(folder, Name);
        if (faults.Bytes(file) is null)
        {
            return [];
        }

        var departments = new List<DepartmentRow>();
        foreach (var row in CsvTable.Read(file, Columns, faults))
        {
            var department = new DepartmentRow(row.Code(), row.Text("name", Limits.Title), row.Several("services"));
            if (departments.Exists(d => d.Code == department.Code))
            {
                row.Fault("code", $"「{department.Code}」が二度あります。別の番号にしてください。");
            }

            if (departments.Exists(d => JapaneseText.Fold(d.Name) == JapaneseText.Fold(department.Name)))
            {
                row.Fault("name", $"「{department.Name}」が二度あります。見分けられる名前にしてください。");
            }

            foreach (var strange in department.Services.Except(TownJson.KnownServices, StringComparer.Ordinal))
            {
                row.Fault("services", $"「{strange}」というサービスはありません。使えるもの: {string.Join(", ", TownJson.KnownServices)}");
            }

            departments.Add(department);
        }

        return [.. departments];
    }

    /// <summary>Where damage reports go to a department that the file does not name. A folder without the file is not asked, since staff may have made them in the console.</summary>
    internal static void Check(string folder, TownProfile town, FaultList faults)
    {
        if (town.Departments.Count == 0)
        {
            return;
        }

        foreach (var school in town.Schools?.Schools ?? [])
        {
            if (!town.Departments.Any(d => d.Code == school.Code && d.Services.Contains(SchoolFiles.Service)))
            {
                faults.Add(Path.Combine(folder, SchoolFiles.Service, "schools.csv"), null, "code",
                    $"「{school.Code}」を {Name} に、services を {SchoolFiles.Service} として書いてください。学校の職員は、そこに入ります。");
            }
        }

        if (town.Damage is not { } damage)
        {
            return;
        }

        foreach (var group in damage.Groups.Where(g => Unknown(g.Department)))
        {
            Fault("groups.csv", null, "department", group.Department);
        }

        foreach (var kind in damage.Kinds.Where(k => k.Department is { } department && Unknown(department)))
        {
            Fault("kinds.csv", null, "department", kind.Department!);
        }

        foreach (var rule in damage.Routing)
        {
            if (rule.Target.Split(':', 2) is ["department", var code] && Unknown(code))
            {
                Fault("routing.csv", rule.Line, "target", code);
            }
        }

        bool Unknown(string code) => Limits.IsCode(code) && town.Departments.All(d => d.Code != code);

        void Fault(string file, int? line, string column, string code) =>
            faults.Add(Path.Combine(folder, DamageFiles.Service, file), line, column, $"「{code}」という課は {Name} にありません。");
    }
}
