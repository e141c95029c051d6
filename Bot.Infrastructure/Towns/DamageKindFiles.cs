using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>groups.csv</c> and <c>kinds.csv</c>.</summary>
internal static class DamageKindFiles
{
    /// <summary>More than that is no longer the same place.</summary>
    private const int MostMetres = 1000;

    /// <summary>Under a question of LINE no more can be tapped comfortably.</summary>
    private const int MostOffered = 13;

    private static readonly string[] GroupColumns = ["code", "ja", "easy", "en", "radius_m", "department"];

    private static readonly string[] KindColumns =
        ["code", "group", "ja", "easy", "en", "severity", "radius_m", "department", "disaster_only", "hint_ja", "hint_easy", "hint_en"];

    public static Items<DamageGroupRow> Groups(string folder, FaultList faults)
    {
        var groups = new List<DamageGroupRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "groups.csv"), GroupColumns, faults))
        {
            var group = new DamageGroupRow(row.Code(), row.Words(Limits.Label), row.MaybeNumber("radius_m", 0, MostMetres), row.Code("department"));
            DamageFiles.Once(row, group.Code, groups.Select(g => g.Code));
            groups.Add(group);
        }

        return [.. groups];
    }

    public static Items<DamageKindRow> Kinds(string folder, Items<DamageGroupRow> groups, FaultList faults)
    {
        var kinds = new List<DamageKindRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "kinds.csv"), KindColumns, faults))
        {
            var kind = new DamageKindRow
            {
                Code = row.Code(),
                Group = row.Text("group"),
                Name = row.Words(Limits.Label),
                Severity = row.Number("severity", 1, 3),
                Radius = row.MaybeNumber("radius_m", 0, MostMetres),
                Department = row.Optional("department") is null ? null : row.Code("department"),
                DisasterOnly = Switch(row, "disaster_only"),
                Hint = row.MaybeWords(Limits.Sentence, "hint_"),
            };
            DamageFiles.Once(row, kind.Code, kinds.Select(k => k.Code));
            if (kind.Group.Length > 0 && groups.All(g => g.Code != kind.Group))
            {
                row.Fault("group", $"「{kind.Group}」は groups.csv にありません。");
            }

            kinds.Add(kind);
            if (!kind.DisasterOnly && kinds.Count(k => !k.DisasterOnly) == MostOffered + 1)
            {
                row.Fault(null, $"ふだんの種類が {MostOffered} を超えました。似たものをまとめるか、disaster_only を yes にしてください。");
            }
        }

        return [.. kinds];
    }

    private static bool Switch(CsvRow row, string column)
    {
        var text = row.Text(column);
        if (text is not ("" or "yes" or "no"))
        {
            row.Fault(column, $"「{text}」は使えません。yes か no と書いてください。");
        }

        return text == "yes";
    }
}
