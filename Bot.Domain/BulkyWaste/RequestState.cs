using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Where a request stands.</summary>
public abstract record RequestState
{
    private RequestState() { }

    /// <summary>Whether the request keeps its place on the day of collection.</summary>
    public bool HoldsPlace => this is Checking or AwaitingPayment or Paid or Collected or NotCollected;

    /// <summary>Whether something is still to happen.</summary>
    public bool IsOpen => this is Checking or AwaitingPayment or Paid or NotCollected or Cancelled { Owed: not null };

    /// <summary>Staff have still to say what something costs.</summary>
    public sealed record Checking : RequestState;

    public sealed record AwaitingPayment(DateTimeOffset PayBy) : RequestState;

    public sealed record Paid(CollectionNumber Number) : RequestState;

    public sealed record Collected(CollectionNumber Number) : RequestState;

    public sealed record NotCollected(CollectionNumber Number, Obstacle Why) : RequestState;

    /// <summary>Nobody paid in time.</summary>
    public sealed record Lapsed : RequestState;

    /// <param name="Owed">What is on its way back to the resident.</param>
    public sealed record Cancelled(Yen? Owed) : RequestState;

    public sealed record Refunded(Yen Amount) : RequestState;
}

/// <summary>Why the crew left something standing.</summary>
public enum Obstacle
{
    NothingThere,
    NoNumber,
    OtherThanAsked,
    OutOfReach,
}

/// <summary>What happens to a request.</summary>
public abstract record RequestNews
{
    private RequestNews() { }

    /// <summary>All fees are known now.</summary>
    public sealed record Quoted(DateTimeOffset PayBy) : RequestNews;

    public sealed record Settled(CollectionNumber Number) : RequestNews;

    /// <summary>The time to pay is over.</summary>
    public sealed record PayByPassed : RequestNews;

    /// <summary>Staff did not say the fee while there was time to pay.</summary>
    public sealed record NeverQuoted : RequestNews;

    /// <summary>Money came after the request had ended; it is on its way back.</summary>
    public sealed record PaidTooLate(Yen Amount) : RequestNews;

    public sealed record CancelledByResident(Yen? Paid) : RequestNews;

    public sealed record CancelledByStaff(Yen? Paid) : RequestNews;

    public sealed record TakenAway : RequestNews;

    public sealed record LeftStanding(Obstacle Why) : RequestNews;

    public sealed record MoneyReturned(Yen Amount) : RequestNews;

    /// <summary>The money cannot go back by itself; the office will see to it.</summary>
    public sealed record MoneyStuck : RequestNews;
}
