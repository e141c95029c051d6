using System.Collections.Immutable;

namespace Bot.Domain.Conversations.Forms;

/// <summary>Something of the world that a question must know: free days, the fee table, one's open requests. Modules derive theirs.</summary>
public abstract record Need
{
    /// <summary>Whether the fact is about the resident who asks, and so must not be shared with others of the batch.</summary>
    public virtual bool IsOnesOwn => false;
}

/// <inheritdoc cref="Need"/>
public abstract record Need<T> : Need
    where T : notnull;

/// <summary>What the shell has fetched, by need. Equal needs are fetched once a batch.</summary>
public sealed class Facts
{
    private readonly ImmutableDictionary<Need, object> _known;

    private Facts(ImmutableDictionary<Need, object> known) => _known = known;

    public static Facts None { get; } = new(ImmutableDictionary<Need, object>.Empty);

    public bool Has(Need need) => _known.ContainsKey(need);

    /// <exception cref="KeyNotFoundException">The question reads a fact that it does not list in its needs.</exception>
    public T Get<T>(Need<T> need)
        where T : notnull => (T)_known[need];

    public Facts With(Need need, object fact) => new(_known.SetItem(need, fact));
}
