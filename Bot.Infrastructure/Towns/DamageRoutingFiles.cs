using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>offices.csv</c> and <c>routing.csv</c>.</summary>
internal static class DamageRoutingFiles
{
    private static readonly string[] OfficeColumns = ["code", "owner", "ja", "easy", "en", "telephone"];

    private static readonly string[] RuleColumns = ["kind", "group", "area", "road_owner", "target"];

    public static Items<DamageOfficeRow> Offices(string folder, FaultList faults)
    {
        var offices = new List<DamageOfficeRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "offices.csv"), OfficeColumns, faults, mayBeEmpty: true))
        {
            var office = new DamageOfficeRow(row.Code(), row.Text("owner"), row.Words(Limits.Title), row.Text("telephone"));
            DamageFiles.Once(row, office.Code, offices.Select(o => o.Code));
            if (office.Owner is not ("" or "prefecture" or "state"))
            {
                row.Fault("owner", $"「{office.Owner}」は使えません。prefecture（県）か state（国）と書いてください。");
            }

            if (office.Telephone.Length > 0 && !Limits.IsTelephone(office.Telephone))
            {
                row.Fault("telephone", $"「{office.Telephone}」は電話番号ではありません。0999-21-1111 のように半角で書いてください。");
            }

            offices.Add(office);
        }

        return [.. offices];
    }

    public static Items<DamageRoutingRow> Rules(
        string folder, Items<DamageGroupRow> groups, Items<DamageKindRow> kinds, Items<DamageAreaRow> areas, Items<DamageOfficeRow> offices, FaultList faults)
    {
        var rules = new List<DamageRoutingRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "routing.csv"), RuleColumns, faults, mayBeEmpty: true))
        {
            var rule = new DamageRoutingRow(row.Line, row.Optional("kind"), row.Optional("group"), row.Optional("area"), row.Optional("road_owner"), row.Text("target"));
            Known(row, "kind", rule.Kind, kinds.Select(k => k.Code), "kinds.csv");
            Known(row, "group", rule.Group, groups.Select(g => g.Code), "groups.csv");
            Known(row, "area", rule.Area, areas.Select(a => a.Code), "areas.geojson");
            if (rule.Owner is not (null or "town" or "prefecture" or "state"))
            {
                row.Fault("road_owner", $"「{rule.Owner}」は使えません。town（町）、prefecture（県）、state（国）のどれかを書くか、空にしてください。");
            }

            Target(row, rule.Target, offices);
            rules.Add(rule);
        }

        return [.. rules];
    }

    private static void Target(CsvRow row, string target, Items<DamageOfficeRow> offices)
    {
        switch (target.Split(':', 2))
        {
            case ["department", var code] when Limits.IsCode(code):
            case ["town", var town] when TownId.TryParse(town, out _):
            case [""]:
                return;
            case ["office", var office]:
                Known(row, "target", office, offices.Select(o => o.Code), "offices.csv");
                return;
            default:
                row.Fault("target", $"「{target}」は使えません。department:課のコード、town:町のフォルダーの名前、office:offices.csv のコードのどれかを書いてください。");
                return;
        }
    }

    private static void Known(CsvRow row, string column, string? code, IEnumerable<string> known, string file)
    {
        if (code is not null && !known.Contains(code, StringComparer.Ordinal))
        {
            row.Fault(column, $"「{code}」は {file} にありません。");
        }
    }
}
