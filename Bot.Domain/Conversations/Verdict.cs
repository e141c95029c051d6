using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>What a desk makes of a submitted form.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <param name="Submission">The record that was made.</param>
    /// <param name="Told">What the resident is told; a receipt, a payment button.</param>
    public sealed record Accepted(Guid Submission, Items<Effect> Told) : Verdict;

    /// <summary>The slot has gone, the coupon ran out. All other answers are kept.</summary>
    /// <param name="Revisit">The question to answer anew; <c>null</c> stays at the review.</param>
    public sealed record Refused(Words Reason, QuestionId? Revisit) : Verdict;
}

/// <summary>A decision: the turn taken, or what must be known first.</summary>
public abstract record Decision
{
    private Decision() { }

    public sealed record Taken(Turn Turn) : Decision;

    /// <summary>Fetch these and decide again; nothing has happened.</summary>
    public sealed record Lacking(Items<Need> Needs) : Decision;
}
