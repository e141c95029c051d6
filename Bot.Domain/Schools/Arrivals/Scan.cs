namespace Bot.Domain.Schools.Arrivals;

/// <summary>What somebody noted with a phone. One child at a time: there is no kind that means several.</summary>
public enum ScanKind
{
    /// <summary>乗車.</summary>
    Board,

    /// <summary>降車.</summary>
    Alight,

    /// <summary>登園: in its class.</summary>
    Arrive,

    /// <summary>Somebody was at the last seat of the empty bus.</summary>
    RearSeat,

    /// <summary>An earlier scan was a mistake.</summary>
    TakeBack,
}

/// <summary>
/// One scan or tap. It may reach us an hour later and more than once, so it has an id of its own and its number among the scans of that phone.
/// What the phone's clock said is no part of it: nothing is decided by that.
/// </summary>
/// <param name="Child">Nothing for the last seat.</param>
/// <param name="Bus">0 for none.</param>
/// <param name="Of">The scan that is taken back.</param>
/// <param name="At">When it was made by our clock: when it was heard, less the time that passed on the phone.</param>
/// <param name="HeardAt">When it reached us.</param>
public sealed record Scan(Guid Id, ScanKind Kind, ChildId? Child, int Bus, Guid? Of, Guid Phone, long Count, DateTimeOffset At, DateTimeOffset HeardAt)
{
    /// <summary>Two phones disagree by some seconds about how long ago something was.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromMinutes(2);

    /// <summary>Whether it was made after another: on one phone by its count, between two by the time that passed.</summary>
    public bool IsAfter(Scan other) => Phone == other.Phone ? Count > other.Count : At >= other.At - Blur;
}
