using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>areas.csv</c>.</summary>
internal static class AreaFile
{
    private static readonly string[] Columns = ["code", "ja", "kana", "easy", "en", "postal_codes", "zone"];

    public static Items<Area> Read(string folder, FaultList faults)
    {
        var areas = new List<Area>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "areas.csv"), Columns, faults, mayBeEmpty: false, "lat", "long"))
        {
            var area = new Area(row.Code(), row.Words(Limits.Label), row.Kana(), row.Several("postal_codes"), row.Code("zone"), row.MaybePoint("lat", "long"));
            if (area.PostalCodes.Count == 0)
            {
                row.Fault("postal_codes", "空です。郵便番号を書いてください。");
            }

            foreach (var wrong in area.PostalCodes.Where(p => !Limits.IsPostalCode(p)))
            {
                row.Fault("postal_codes", $"「{wrong}」は郵便番号ではありません。000-0101 のように書き、二つ以上は | で区切ってください。");
            }

            if (areas.Exists(a => a.Code == area.Code))
            {
                row.Fault("code", $"「{area.Code}」が二度あります。別の番号にしてください。");
            }

            if (areas.Exists(a => a.Name.Ja == area.Name.Ja))
            {
                row.Fault("ja", $"「{area.Name.Ja}」が二度あります。見分けられる名前にしてください。");
            }

            areas.Add(area);
        }

        return [.. areas];
    }
}
