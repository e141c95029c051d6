using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste.Crews;

/// <summary>What a crew found at a stop.</summary>
public abstract record Finding
{
    private Finding() { }

    public sealed record Collected : Finding;

    public sealed record Left(Obstacle Why) : Finding;

    /// <summary>The mark before was a slip of the finger: the stop is still to be done.</summary>
    public sealed record TakenBack : Finding;
}

/// <summary>
/// One tap on a crew's phone. It may reach us hours later and more than once, so it carries an id of its own,
/// its number among the marks of that phone, and both what the phone's clock said and how long ago that was when it was sent.
/// </summary>
/// <param name="Phone">Which phone; a new one after each sign-in.</param>
/// <param name="Count">Counts up on that phone, and so tells earlier from later however wrong its clock is.</param>
/// <param name="PhoneAt">What the phone's clock said.</param>
/// <param name="At">When that was by our own clock.</param>
public sealed record CrewMark(Guid Id, Guid Request, Finding Finding, Guid Phone, long Count, DateTimeOffset PhoneAt, DateTimeOffset At)
{
    /// <summary>Whether this mark was made after another: on one phone by its count, on two by time.</summary>
    public bool IsLaterThan(CrewMark other) => Phone == other.Phone ? Count > other.Count : At > other.At;
}
