using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>holidays.csv</c>, the days on which this office is closed beside weekends and national holidays.</summary>
internal static class ClosingFile
{
    private static readonly string[] Columns = ["date", "ja", "easy", "en"];

    public static Items<Closing> Read(string folder, FaultList faults)
    {
        var closings = new List<Closing>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "holidays.csv"), Columns, faults, mayBeEmpty: true))
        {
            var closing = new Closing(row.Date("date"), row.Words(Limits.Title));
            if (closings.Exists(c => c.Date == closing.Date))
            {
                row.Fault("date", "同じ日が二度あります。一つにしてください。");
            }

            closings.Add(closing);
        }

        return [.. closings.OrderBy(c => c.Date)];
    }
}
