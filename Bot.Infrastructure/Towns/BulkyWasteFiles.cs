using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>The <c>bulky-waste</c> folder of a union (or of a town that collects by itself) as neutral rows.</summary>
public sealed record BulkyWasteFiles
{
    public required Items<CategoryRow> Categories { get; init; }

    public required Items<ItemRow> Items { get; init; }

    public required Items<ExcludedRow> Excluded { get; init; }

    public required Items<ZoneRow> Zones { get; init; }

    public required Items<ClosureRow> Closures { get; init; }

    public required Items<ExtraDayRow> ExtraDays { get; init; }

    public required Items<SpotRow> Spots { get; init; }

    public required RulesRow Rules { get; init; }

    /// <param name="path">The operator's folder, for example <c>infra/towns/mizuho-union</c>.</param>
    public static Loaded<BulkyWasteFiles> Load(string path)
    {
        var faults = new FaultList(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return faults.Give(Read(Path.GetFullPath(path), faults));
    }

    /// <summary>The same from files held in memory, by their path from the folder of all towns.</summary>
    public static Loaded<BulkyWasteFiles> Load(TownId @operator, IReadOnlyDictionary<string, byte[]> files)
    {
        var faults = new FaultList(FaultList.Nowhere, files);
        return faults.Give(Read(Path.Combine(FaultList.Nowhere, @operator.Value), faults));
    }

    /// <summary>The days on which a zone is collected, with how many requests fit on each.</summary>
    public IEnumerable<(DateOnly Date, int Capacity)> CollectionDays(ZoneRow zone, DateOnly from, DateOnly to, NationalHolidays holidays)
    {
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            var extra = ExtraDays.FirstOrDefault(e => e.Date == date && e.Zone == zone.Code);
            if (extra is not null)
            {
                yield return (date, extra.Capacity ?? zone.Capacity);
            }
            else if (zone.Days.Any(d => d.Falls(date)) && !IsClosed(zone, date) && (Rules.CollectsOnNationalHolidays || !holidays.Contains(date)))
            {
                yield return (date, zone.Capacity);
            }
        }
    }

    internal static BulkyWasteFiles Read(string operatorFolder, FaultList faults)
    {
        var folder = Path.Combine(operatorFolder, "bulky-waste");
        var categories = CatalogueFiles.Categories(folder, faults);
        var items = CatalogueFiles.Items(folder, categories, faults);
        var zones = ZoneFiles.Zones(folder, faults);
        var (closures, extraDays) = ZoneFiles.Calendar(folder, zones, faults);
        return new BulkyWasteFiles
        {
            Categories = categories,
            Items = items,
            Excluded = CatalogueFiles.Excluded(folder, items, faults),
            Zones = zones,
            Closures = closures,
            ExtraDays = extraDays,
            Spots = SpotFile.Read(folder, faults),
            Rules = RulesFile.Read(folder, faults),
        };
    }

    private bool IsClosed(ZoneRow zone, DateOnly date) =>
        Closures.Any(c => c.From <= date && date <= c.To && (c.Zone is null || c.Zone == zone.Code));
}
