namespace Bot.Chaos.Check;

/// <summary>Which promise was broken.</summary>
public enum Promise
{
    /// <summary>An acked event, or an effect that must follow from it, is missing.</summary>
    NothingLost,

    /// <summary>Something happened twice.</summary>
    NothingTwice,

    /// <summary>A later event took effect before an earlier one.</summary>
    InOrder,

    /// <summary>An answer does not follow from the events before it.</summary>
    RightAnswer,

    /// <summary>An effect that follows from no event.</summary>
    NothingInvented,

    /// <summary>Work was left in the database that nobody will do.</summary>
    NothingLeft,
}

/// <summary>A promise that was broken, and where.</summary>
/// <param name="What">In one line, without a word of a resident's.</param>
public sealed record Violation(Promise Promise, string What, Conversation? Conversation);
