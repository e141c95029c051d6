using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Why nothing was found at the place. The names are stored.</summary>
public enum NothingFound
{
    NotThere,
    Repaired,
    NoSuchPlace,
}

/// <summary>Why it is not done today. The names are stored.</summary>
public enum PutOffFor
{
    Weather,
    Material,
    Hands,
    Traffic,
}

/// <summary>Why it goes back to the office. The names are stored.</summary>
public enum GivenBack
{
    NotOurs,
    Contractor,
    Undecided,
}

/// <summary>What somebody did at the place.</summary>
public abstract record FieldAct
{
    private FieldAct() { }

    public sealed record Begin : FieldAct;

    /// <summary>Words and pictures of an inspection.</summary>
    public sealed record Inspect : FieldAct;

    /// <summary>Words and pictures of work.</summary>
    /// <param name="IsAfter">Whether the pictures show it after the work.</param>
    public sealed record Work(bool IsAfter) : FieldAct;

    public sealed record Finish : FieldAct;

    public sealed record FindNothing(NothingFound Why) : FieldAct;

    /// <param name="Day">When it is to be done, if that is known: those who reported it hear of it.</param>
    public sealed record PutOff(PutOffFor Why, DateOnly? Day) : FieldAct;

    public sealed record GiveBack(GivenBack Why) : FieldAct;
}

/// <summary>
/// One step taken on a phone at the place. It may reach us hours later and more than once, so it carries an id of its own,
/// its number among the steps of that phone, and both what the phone's clock said and how long ago that was when it was sent.
/// </summary>
/// <param name="Phone">Which phone; a new one after each sign-in.</param>
/// <param name="PhoneAt">What the phone's clock said.</param>
/// <param name="At">When that was by our own clock.</param>
public sealed record FieldStep(Guid Id, Guid Case, FieldAct Act, Guid Phone, long Count, DateTimeOffset PhoneAt, DateTimeOffset At);

/// <summary>What came of a step. The names are stored.</summary>
public enum FieldOutcome
{
    Counts,

    /// <summary>The case stood there already; what was written and photographed is kept.</summary>
    SaidAlready,

    /// <summary>Somebody else had changed the case meanwhile: it stays as it is, and what was done is kept as a note.</summary>
    Overtaken,
}
