using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What happens to a request.</summary>
public abstract record RequestNews
{
    private RequestNews() { }

    /// <summary>All fees are known now, or have become others before anything was paid.</summary>
    public sealed record Quoted(DateTimeOffset PayBy) : RequestNews;

    public sealed record Settled(CollectionNumber Number) : RequestNews;

    /// <summary>The town lets off the whole fee.</summary>
    public sealed record FeeWaived(CollectionNumber Number) : RequestNews;

    /// <summary>The time to pay is over.</summary>
    public sealed record PayByPassed : RequestNews;

    /// <summary>Staff did not say the fee while there was time to pay.</summary>
    public sealed record NeverQuoted : RequestNews;

    /// <summary>Money came that nobody waits for any more; it is on its way back.</summary>
    public sealed record PaidTooLate(Yen Amount) : RequestNews;

    /// <summary>The same money came twice; the second is on its way back.</summary>
    public sealed record PaidTwice(Yen Amount) : RequestNews;

    /// <param name="Paid">What goes back; <c>null</c> when nothing does.</param>
    public sealed record CancelledByResident(Yen? Paid) : RequestNews;

    /// <inheritdoc cref="CancelledByResident"/>
    public sealed record CancelledByStaff(Yen? Paid) : RequestNews;

    /// <summary>What was paid for costs more now.</summary>
    public sealed record CostsMore(TopUp Due) : RequestNews;

    /// <summary>What was paid for costs less now.</summary>
    public sealed record CostsLess(Yen Back) : RequestNews;

    /// <summary>What was paid for is something else now and costs the same; what was to be paid on top is not.</summary>
    public sealed record CostsTheSame : RequestNews;

    public sealed record TopUpPaid : RequestNews;

    public sealed record TopUpPassed : RequestNews;

    public sealed record TakenAway : RequestNews;

    public sealed record LeftStanding(Obstacle Why) : RequestNews;

    /// <summary>It was marked as collected, or as left, by mistake.</summary>
    public sealed record MarkedByMistake : RequestNews;

    /// <summary>What was left standing is collected on another day.</summary>
    public sealed record Rebooked : RequestNews;

    public sealed record MoneyReturned(Yen Amount) : RequestNews;

    /// <summary>A part came back of a request that goes on.</summary>
    public sealed record PartReturned(Yen Amount) : RequestNews;

    /// <summary>The money cannot go back by itself; the office will see to it.</summary>
    public sealed record MoneyStuck : RequestNews;
}
