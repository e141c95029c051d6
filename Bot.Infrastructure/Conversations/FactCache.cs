using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Conversations;

/// <summary>Facts fetched during one batch: what everybody may know is fetched once, what is one's own is fetched for each resident.</summary>
public sealed class FactCache
{
    private readonly Dictionary<(CitizenId? Whose, Need Need), object> _known = [];

    /// <summary>What the facts themselves rest on.</summary>
    internal Memo Memo { get; } = new();

    /// <summary>The facts with those that are needed.</summary>
    public async Task<Facts> Add(Facts facts, TownTalk talk, TurnContext turn, Items<Need> needs, CancellationToken stop)
    {
        foreach (var need in needs)
        {
            var key = (need.IsOnesOwn ? turn.Citizen : null, need);
            if (!_known.TryGetValue(key, out var fact))
            {
                var source = talk.Facts.GetValueOrDefault(need.GetType())
                    ?? throw new InvalidOperationException($"no module of {talk.Town} knows {need.GetType().Name}");
                _known[key] = fact = await source(turn, need, stop);
            }

            facts = facts.With(need, fact);
        }

        return facts;
    }

    /// <summary>A desk has changed the world; what was known may no longer be true.</summary>
    internal void Forget()
    {
        _known.Clear();
        Memo.Forget();
    }
}
