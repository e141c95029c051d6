using System.Collections.Frozen;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What each town says of damage reports, as it is at this moment.</summary>
public sealed class DamageTowns(LiveRegion live)
{
    private readonly FromRegion<FrozenDictionary<TownId, DamagePlan>> _plans = new(live, (region, _) => region.Towns
        .Where(t => t is { Kind: TownKind.Town, Damage: not null })
        .ToFrozenDictionary(t => t.Id, t => PlanFromFiles.Of(t, region)));

    /// <exception cref="KeyNotFoundException">The town has no such service.</exception>
    public DamagePlan this[TownId town] => _plans.Now[town];

    public DamagePlan? Find(TownId town) => _plans.Now.GetValueOrDefault(town);

    /// <summary>The towns that have the service switched on.</summary>
    public IReadOnlyList<TownId> All => [.. live.Now.Towns.Where(t => t.Damage is not null && t.OperatorOf(DamageFiles.Service) is not null).Select(t => t.Id)];

    /// <summary>The union by which one town's parcels reach another that has the service too; <c>null</c> when there is none.</summary>
    public TownId? Via(TownId from, TownId to) => All.Contains(to)
        ? live.Now.Towns.FirstOrDefault(t => t.Kind == TownKind.Union && t.Members.Contains(from) && t.Members.Contains(to))?.Id
        : null;

    /// <summary>Whose a case is, as residents call them; what is not known any more keeps its code for a name.</summary>
    public LocalText NameOf(TownId town, RouteTarget target) => target switch
    {
        RouteTarget.OtherTown(var other) => live.Now.Find(other)?.Name ?? new LocalText(other.Value),
        RouteTarget.Outside(var office) => Find(town)?.Office(office)?.Name ?? new LocalText(office),
        _ => live.Now.Find(town)?.Name ?? new LocalText(town.Value),
    };
}
