using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>An area of the map that routing looks at.</summary>
/// <param name="Owner">Of a road: who keeps it.</param>
public sealed record DamageArea(string Code, LocalText Name, AreaRole Role, GeoShape Shape, RoadOwner Owner = RoadOwner.Town);

public enum AreaRole
{
    /// <summary>The town itself, or a part of it.</summary>
    Town,

    /// <summary>A part that one department sees to.</summary>
    District,

    /// <summary>A strip along a road.</summary>
    Road,
}

/// <summary>Who keeps a road.</summary>
public enum RoadOwner
{
    Town,
    Prefecture,
    State,
}

/// <summary>Another town of the region, with what lies in it.</summary>
public sealed record Neighbour(TownId Town, LocalText Name, Items<GeoShape> Shapes);

/// <summary>An office outside the region, such as that of the national road.</summary>
/// <param name="Owner">The prefecture or the state.</param>
public sealed record OutsideOffice(string Code, RoadOwner Owner, LocalText Name, string Telephone);
