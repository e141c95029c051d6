using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Where a request stands.</summary>
public abstract record RequestState
{
    private RequestState() { }

    /// <summary>Whether the request keeps its place on the day of collection.</summary>
    public bool HoldsPlace => this is Checking or AwaitingPayment or Paid or AwaitingTopUp or Collected or NotCollected;

    /// <summary>Whether something is still to happen.</summary>
    public bool IsOpen => this is Checking or AwaitingPayment or Paid or AwaitingTopUp or NotCollected or Cancelled { Owed: not null };

    /// <summary>Staff have still to say what something costs.</summary>
    public sealed record Checking : RequestState;

    public sealed record AwaitingPayment(DateTimeOffset PayBy) : RequestState;

    public sealed record Paid(CollectionNumber Number) : RequestState;

    /// <summary>More is to be paid than was; the number and the place stay meanwhile.</summary>
    /// <param name="Left">Why it was left standing, if it was.</param>
    public sealed record AwaitingTopUp(CollectionNumber Number, TopUp Due, Obstacle? Left = null) : RequestState;

    /// <param name="Due">What had not been paid when it was taken away.</param>
    public sealed record Collected(CollectionNumber Number, TopUp? Due = null) : RequestState;

    public sealed record NotCollected(CollectionNumber Number, Obstacle Why) : RequestState;

    /// <summary>Nobody paid in time.</summary>
    public sealed record Lapsed : RequestState;

    /// <param name="Owed">What is on its way back to the resident.</param>
    /// <param name="Returned">How much of it has arrived.</param>
    public sealed record Cancelled(Yen? Owed, Yen Returned = default) : RequestState;

    public sealed record Refunded(Yen Amount) : RequestState;
}

/// <summary>What is to be paid on top.</summary>
/// <param name="IsOver">The time to pay has passed; staff decide.</param>
public sealed record TopUp(Yen Amount, DateTimeOffset PayBy, bool IsOver = false);

/// <summary>What the town lets off the fee.</summary>
/// <param name="Why">A code of <see cref="WaiverReasons"/>.</param>
public sealed record Waiver(Yen Amount, string Why);

/// <summary>For what reasons a town lets off a fee. The codes are the storage format: they are added to, never changed.</summary>
public static class WaiverReasons
{
    public static Items<string> All { get; } = ["welfare", "disability", "disaster", "own-mistake", "other"];
}

/// <summary>For what reasons staff cancel. The codes are the storage format: they are added to, never changed.</summary>
public static class CancelReasons
{
    public static Items<string> All { get; } = ["resident", "not-collectable", "double", "no-contact", "own-mistake", "other"];
}

/// <summary>Why the crew left something standing.</summary>
public enum Obstacle
{
    NothingThere,
    NoNumber,
    OtherThanAsked,
    OutOfReach,
}
