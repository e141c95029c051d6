using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>spots.csv</c>, the places where things are put out.</summary>
internal static class SpotFile
{
    private static readonly string[] Columns = ["code", "ja", "easy", "en", "note_ja", "note_easy", "note_en"];

    public static Items<SpotRow> Read(string folder, FaultList faults)
    {
        var spots = new List<SpotRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "spots.csv"), Columns, faults))
        {
            var spot = new SpotRow(row.Code(), row.Words(Limits.Label), row.Words(Limits.Sentence, "note_"));
            if (spots.Exists(s => s.Code == spot.Code))
            {
                row.Fault("code", $"「{spot.Code}」が二度あります。別の番号にしてください。");
            }

            spots.Add(spot);
        }

        return [.. spots];
    }
}
