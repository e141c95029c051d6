using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>landmarks.csv</c>, which a town may do without.</summary>
internal static class DamageLandmarkFile
{
    private static readonly string[] Columns = ["code", "ja", "kana", "easy", "en", "aliases", "lat", "long"];

    public static Items<DamageLandmarkRow> Read(string folder, FaultList faults)
    {
        var file = Path.Combine(folder, "landmarks.csv");
        if (faults.Bytes(file) is null)
        {
            return [];
        }

        var landmarks = new List<DamageLandmarkRow>();
        foreach (var row in CsvTable.Read(file, Columns, faults, mayBeEmpty: true))
        {
            var (code, name) = (row.Code(), row.Words(Limits.Title));
            DamageFiles.Once(row, code, landmarks.Select(l => l.Code));
            if (row.Optional("lat") is null && row.Optional("long") is null)
            {
                row.Fault("lat", "空です。緯度と経度を書いてください（例 36.7420 138.3120）。");
            }
            else if (row.MaybePoint("lat", "long") is { } point)
            {
                landmarks.Add(new DamageLandmarkRow(code, name, row.Kana(), row.Several("aliases"), point));
            }
        }

        return [.. landmarks];
    }
}
