using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>zones.csv</c> and <c>calendar.csv</c>: who is collected when.</summary>
internal static class ZoneFiles
{
    private static readonly string[] ZoneColumns = ["code", "town", "ja", "easy", "en", "days", "capacity"];

    private static readonly string[] CalendarColumns = ["kind", "from", "to", "zone", "capacity", "ja", "easy", "en"];

    public static Items<ZoneRow> Zones(string folder, FaultList faults)
    {
        var zones = new List<ZoneRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "zones.csv"), ZoneColumns, faults))
        {
            if (!TownId.TryParse(row.Text("town"), out var town))
            {
                row.Fault("town", "町のフォルダーの名前を書いてください。");
            }

            var zone = new ZoneRow(row.Code(), town, row.Words(Limits.Label), Days(row), row.Number("capacity", 1, 1000));
            if (zones.Exists(z => z.Code == zone.Code))
            {
                row.Fault("code", $"「{zone.Code}」が二度あります。別の番号にしてください。");
            }

            zones.Add(zone);
        }

        return [.. zones];
    }

    public static (Items<ClosureRow> Closures, Items<ExtraDayRow> ExtraDays) Calendar(string folder, Items<ZoneRow> zones, FaultList faults)
    {
        var closures = new List<ClosureRow>();
        var extraDays = new List<ExtraDayRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "calendar.csv"), CalendarColumns, faults, mayBeEmpty: true))
        {
            var (from, to, zone) = (row.Date("from"), row.MaybeDate("to"), row.Optional("zone"));
            var reason = row.Words(Limits.Title);
            if (zone is not null && zones.All(z => z.Code != zone))
            {
                row.Fault("zone", $"「{zone}」は zones.csv にありません。");
            }

            if (to < from)
            {
                row.Fault("to", "from より前の日です。");
            }

            switch (row.Text("kind"))
            {
                case "closed":
                    closures.Add(new ClosureRow(from, to ?? from, zone, reason));
                    break;
                case "extra":
                    extraDays.Add(Extra(row, from, to, zone, reason));
                    break;
                default:
                    row.Fault("kind", "closed（収集を休む）か extra（臨時に収集する）と書いてください。");
                    break;
            }
        }

        foreach (var twice in extraDays.GroupBy(e => (e.Date, e.Zone)).Where(g => g.Count() > 1))
        {
            faults.Add(Path.Combine(folder, "calendar.csv"), null, "from", $"{twice.Key.Zone} の臨時収集 {twice.Key.Date:yyyy-MM-dd} が二度あります。");
        }

        return ([.. closures], [.. extraDays]);
    }

    private static ExtraDayRow Extra(CsvRow row, DateOnly from, DateOnly? to, string? zone, LocalText reason)
    {
        if (zone is null)
        {
            row.Fault("zone", "臨時に収集する地区を書いてください。");
        }

        if (to is not null && to != from)
        {
            row.Fault("to", "臨時の収集は1日ずつ書いてください。");
        }

        return new ExtraDayRow(from, zone ?? "", row.MaybeNumber("capacity", 1, 1000), reason);
    }

    /// <summary><c>木</c> is every Thursday, <c>木1 木3</c> the first and third of the month.</summary>
    private static Items<CollectionDay> Days(CsvRow row)
    {
        var days = new List<CollectionDay>();
        foreach (var word in row.Text("days").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var plain = JapaneseText.Normal(word);
            var weekday = "日月火水木金土".IndexOf(plain[0], StringComparison.Ordinal);
            int? nth = plain.Length == 2 && plain[1] is >= '1' and <= '5' ? plain[1] - '0' : null;
            if (weekday < 0 || plain.Length > (nth is null ? 1 : 2))
            {
                row.Fault("days", $"「{word}」は読めません。毎週は「木」、第1と第3は「木1 木3」のように書いてください。");
                continue;
            }

            days.Add(new CollectionDay((DayOfWeek)weekday, nth));
        }

        return [.. days];
    }
}
