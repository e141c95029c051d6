using System.Collections.Frozen;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What a town's folder says of the service: who collects, how to pay, which areas there are.</summary>
/// <param name="PayDays">How many days a resident has to pay.</param>
/// <param name="PayBy">However many days there are, paying ends here, counted back from the day of collection.</param>
public sealed record BulkyTown(TownId Town, TownId Operator, int PayDays, Deadline PayBy, Items<CollectionArea> Areas)
{
    public CollectionArea? Area(string code) => Areas.FirstOrDefault(a => a.Code == code);
}

/// <summary>All towns in which the service is switched on, and the calendars of those who collect.</summary>
public sealed class BulkyTowns(LiveRegion live, Sealer sealer, BlindIndex index)
{
    private const string Service = "bulky-waste";

    private readonly FromRegion<FrozenDictionary<TownId, BulkyTown>> _towns = new(live, (region, _) => region.Towns
        .Where(t => t.Kind == TownKind.Town && t.OperatorOf(Service) is not null && t.Payment is not null)
        .Select(t => new BulkyTown(t.Id, t.OperatorOf(Service)!.Value, t.Payment!.PayDays, t.Payment.CutOff.ToDeadline(), [.. t.Areas.Select(a => a.ToArea())]))
        .ToFrozenDictionary(t => t.Town));

    public BulkyTowns(Region region, Sealer sealer, BlindIndex index)
        : this(new LiveRegion(region), sealer, index)
    {
    }

    /// <summary>From what the answers come; when it is another, what was made of them is old.</summary>
    internal Region Region => live.Now;

    private readonly FromRegion<FrozenDictionary<(TownId Town, string Area), int>> _places = new(live, (region, _) => region.Towns
        .SelectMany(t => t.Areas.Select(a => (t.Id, a.Code))).Select((key, place) => (key, place)).ToFrozenDictionary(p => p.key, p => p.place));

    /// <summary>What is personal in a request is sealed with this.</summary>
    public Sealer Sealer => sealer;

    /// <summary>And found by this.</summary>
    public BlindIndex Index => index;

    /// <exception cref="KeyNotFoundException">The service is not switched on there.</exception>
    public BulkyTown this[TownId town] => _towns.Now[town];

    /// <summary>An area by its code; one that the town no longer lists keeps its code for a name.</summary>
    public CollectionArea AreaOf(TownId town, string code, string zone) =>
        _towns.Now.GetValueOrDefault(town)?.Area(code) ?? new CollectionArea(code, new LocalText(code), "", [], zone);

    /// <summary>Where an area stands in its town's list, the towns one behind the other; an unknown one comes last.</summary>
    public int PlaceOf(TownId town, string area) => _places.Now.GetValueOrDefault((town, area), int.MaxValue);

    /// <summary>Who collects where somebody works: the town's operator, or the union itself.</summary>
    public TownId OperatorFor(TownId home) => _towns.Now.GetValueOrDefault(home)?.Operator ?? home;

    /// <summary>When the operator collects; its office days leave out the national holidays and its own closings.</summary>
    public CollectionCalendar Calendar(TownId @operator, CollectionPlan plan)
    {
        var region = live.Now;
        var holidays = region.Holidays.Days.Keys.ToHashSet();
        var closings = region.Find(@operator)?.Closings.Select(c => c.Date) ?? [];
        return new(plan, holidays, region.Holidays.Until, new WorkingDays([.. holidays, .. closings]));
    }
}
