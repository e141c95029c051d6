using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Arrivals;

/// <summary>A child that was reported away.</summary>
/// <param name="Until">When it will come, if it comes later; nothing for the whole day.</param>
public sealed record ReportedAway(ChildId Child, TimeOnly? Until);

/// <summary>All that is known of one morning at one school, or of one drill.</summary>
/// <param name="Roll">Who is expected at all.</param>
/// <param name="Scans">As far as they have reached us, in any order.</param>
public sealed record Morning(DateOnly Day, DateTimeOffset ArriveBy, ArrivalRules Rules, Items<ChildId> Roll, Items<ReportedAway> Away, Items<Scan> Scans)
{
    /// <summary>The children no guardian of whom can be told: nobody is linked, or all have blocked the account.</summary>
    public Items<ChildId> Unreached { get; init; } = [];
}

/// <summary>Where a child stands. Nobody is present because somebody said so of all.</summary>
public enum Standing
{
    Present,
    Absent,
    Unknown,
}

/// <summary>Why a child stands there, or why a bus is watched. The names are stored.</summary>
public enum Reason
{
    InClass,

    /// <summary>In class, though reported absent: asked, since a report or a card may be another child's.</summary>
    CameThoughAbsent,
    Reported,
    BoardedThoughAbsent,

    /// <summary>Boarded, and nobody saw it alight.</summary>
    NotAlighted,

    /// <summary>Alighted, and not in its class.</summary>
    NotInClass,

    /// <summary>Neither reported nor seen.</summary>
    NotArrived,

    /// <summary>A bus came, and nobody was at its last seat.</summary>
    RearSeat,
}

/// <param name="LateFrom">From when on it is late; nothing when it is known where the child is.</param>
public sealed record Whereabouts(ChildId Child, Standing Standing, Reason Reason, DateTimeOffset? LateFrom);

/// <summary>A bus that came and has not been looked through.</summary>
public sealed record OpenBus(int Bus, DateTimeOffset LateFrom);
