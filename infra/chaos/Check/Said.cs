namespace Bot.Chaos.Check;

/// <summary>One event of a resident as the ledger knows it: when it was first sent, when the bot first took it, and what came of it.</summary>
/// <param name="Step">What the resident does, in our own neutral words; never the words that were sent.</param>
/// <param name="ReplyToken">Null for what a page told the bot: such an event is answered by push.</param>
/// <param name="Expects">What its answer must contain when every event of the talk took effect once and in order; null when nothing is known of it.</param>
/// <param name="Sent">Place of its first sending in the order of everything.</param>
public sealed record Said(Conversation Conversation, string EventId, string Step, string? ReplyToken, string? Expects, long Sent, DateTimeOffset SentAt)
{
    private readonly TaskCompletionSource<Effect> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Effect> _effects = [];

    /// <summary>The key of its answer: the id of the outbox row, which follows from the event alone.</summary>
    public Guid Key { get; } = Domain.Kernel.NamedGuid.From($"{Conversation.Town}/{EventId}", "messages");

    /// <summary>Place in the order of everything at which the first 200 was read; 0 before that.</summary>
    public long Acked { get; internal set; }

    /// <summary>Ends with the first answer.</summary>
    public Task<Effect> Answered => _answered.Task;

    /// <summary>The answers, in order; more than one is a fault, but for one case that <see cref="Checker"/> names.</summary>
    public IReadOnlyList<Effect> Effects => _effects;

    internal void Add(Effect effect)
    {
        _effects.Add(effect);
        _answered.TrySetResult(effect);
    }
}

/// <summary>Something that a stand-in accepted: it has happened, whatever becomes of the bot.</summary>
/// <param name="Order">Place in the order of everything.</param>
/// <param name="Kind"><c>reply</c>, <c>push</c>, <c>session</c> or <c>refund</c>.</param>
/// <param name="Key">The reply token, or the key that the bot sent along.</param>
/// <param name="Detail">What was sent, as JSON; dropped once it has been looked at.</param>
public sealed record Effect(long Order, DateTimeOffset At, string Town, string Kind, string? Key, string? Target, string Detail);
