using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Japan's national holidays, substitute days included, from <c>holidays-jp.csv</c>.</summary>
public sealed class NationalHolidays
{
    private static readonly string[] Columns = ["date", "ja", "easy", "en"];

    private readonly Dictionary<DateOnly, LocalText> _days = [];

    private NationalHolidays() { }

    public IReadOnlyDictionary<DateOnly, LocalText> Days => _days;

    /// <summary>The last day that the file answers for: the end of its last year.</summary>
    public DateOnly Until { get; private set; }

    /// <param name="path">The folder of all towns.</param>
    public static Loaded<NationalHolidays> Load(string path)
    {
        var faults = new FaultList(Path.GetFullPath(path));
        return faults.Give(Read(Path.GetFullPath(path), faults));
    }

    public bool Contains(DateOnly date) => _days.ContainsKey(date);

    internal static NationalHolidays Read(string folder, FaultList faults)
    {
        var holidays = new NationalHolidays();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "holidays-jp.csv"), Columns, faults))
        {
            var date = row.Date("date");
            if (!holidays._days.TryAdd(date, row.Words(Limits.Title)))
            {
                row.Fault("date", "同じ日が二度あります。一つにしてください。");
            }
        }

        var years = holidays._days.Keys.Select(d => d.Year).Distinct().Order().ToList();
        holidays.Until = years.Count == 0 ? DateOnly.MinValue : new DateOnly(years[^1], 12, 31);
        return holidays;
    }
}
