using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>All that a town says of damage reports: what may be reported, where what lies, who sees to it.</summary>
public sealed record DamagePlan
{
    /// <summary>Metres, where neither the kind nor its group says any.</summary>
    public const int FallbackRadius = 30;

    public required TownId Town { get; init; }

    public required LocalText TownName { get; init; }

    public required Items<KindGroup> Groups { get; init; }

    /// <summary>In the order in which they are offered.</summary>
    public required Items<DamageKind> Kinds { get; init; }

    /// <summary>In the order of the file: of areas that overlap the first counts.</summary>
    public required Items<DamageArea> Areas { get; init; }

    public required Items<RoutingRule> Rules { get; init; }

    public required Items<OutsideOffice> Offices { get; init; }

    public required Items<Neighbour> Neighbours { get; init; }

    /// <summary>Names of places that residents type, with a point in their middle.</summary>
    public required Items<Landmark> Landmarks { get; init; }

    /// <summary>The department that sees to what nothing else is said of.</summary>
    public required string Department { get; init; }

    public bool IsDisaster { get; init; }

    /// <summary>Whether a warning of the weather holds.</summary>
    public bool IsWarned { get; init; }

    /// <summary>What the public is told; <c>null</c> when nothing is.</summary>
    public Publication? Publication { get; init; }

    /// <summary>What is reported now belongs to a drill.</summary>
    public bool IsDrill { get; init; }

    /// <summary>The kinds that are offered now; in a disaster its own come first.</summary>
    public Items<DamageKind> Offered => IsDisaster ? [.. Kinds.Where(k => k.DisasterOnly), .. Kinds.Where(k => !k.DisasterOnly)] : [.. Kinds.Where(k => !k.DisasterOnly)];

    public DamageKind? Kind(string code) => Kinds.FirstOrDefault(k => k.Code == code);

    public KindGroup? GroupOf(DamageKind kind) => Groups.FirstOrDefault(g => g.Code == kind.Group);

    /// <summary>Metres within which reports of this kind are probably of one thing; 0 when that is never asked.</summary>
    public int RadiusOf(DamageKind kind) => kind.Radius ?? GroupOf(kind)?.Radius ?? FallbackRadius;

    public OutsideOffice? Office(string code) => Offices.FirstOrDefault(o => o.Code == code);
}
