using System.Collections.Frozen;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Conversations;

/// <summary>All that one town's talks need: its words, its forms, the desks behind them.</summary>
public sealed class TownTalk
{
    private TownTalk(TownProfile profile, Wordbook words, OrderedDictionary<FormId, Form> forms, IReadOnlyList<Module> modules)
    {
        Profile = profile;
        Words = words;
        Forms = forms;
        Decider = new Decider(forms, words);
        Desks = modules.SelectMany(m => m.Desks).ToFrozenDictionary();
        Facts = modules.SelectMany(m => m.Facts).ToFrozenDictionary();
        Joins = modules.SelectMany(m => m.Joins).ToFrozenDictionary();
    }

    public TownId Town => Profile.Id;

    public TownProfile Profile { get; }

    public Wordbook Words { get; }

    public IReadOnlyDictionary<FormId, Form> Forms { get; }

    public Decider Decider { get; }

    public IReadOnlyDictionary<FormId, Desk> Desks { get; }

    public IReadOnlyDictionary<Type, FactSource> Facts { get; }

    public IReadOnlyDictionary<FormId, JoinDesk> Joins { get; }

    /// <summary>Lays the town's wording over what ships with the bot and takes the forms of the services that are switched on.</summary>
    /// <exception cref="InvalidOperationException">A form has faults, or would ask something personal in the talk: it does not load.</exception>
    public static TownTalk Of(TownProfile profile, IReadOnlyList<Module> modules)
    {
        var words = TownWords.Of(profile);
        var on = modules.Where(m => profile.OperatorOf(m.Name) is not null).ToList();
        var forms = on.SelectMany(m => m.Forms(profile.Id)).ToList();
        var faults = forms.SelectMany(f => f.Faults().Select(fault => $"{f.Id.Value}: {fault}")).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', faults));
        }

        // In the order in which the modules list them: it is the order of the menu.
        return new TownTalk(profile, words, new OrderedDictionary<FormId, Form>(forms.Select(f => KeyValuePair.Create(f.Id, f))), on);
    }
}

/// <summary>The talks of all towns of this installation.</summary>
public sealed class TownTalks(IEnumerable<TownTalk> talks)
{
    private readonly FrozenDictionary<TownId, TownTalk> _byTown = talks.ToFrozenDictionary(t => t.Town);

    /// <exception cref="KeyNotFoundException">This installation does not serve the town.</exception>
    public TownTalk this[TownId town] => _byTown[town];

    public TownTalk? Find(TownId town) => _byTown.GetValueOrDefault(town);

    public IEnumerable<TownTalk> All => _byTown.Values;
}
