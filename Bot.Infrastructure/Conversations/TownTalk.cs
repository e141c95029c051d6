using System.Collections.Frozen;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
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
        var on = modules.Where(m => m.On(profile)).ToList();
        // A service that takes nothing new keeps the forms by which residents look after what they have.
        var forms = on.SelectMany(m => m.Forms(profile.Id).Where(f => !f.Reviewed || !profile.Paused.Contains(m.Name, StringComparer.Ordinal))).ToList();
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
public sealed class TownTalks(Func<IReadOnlyDictionary<TownId, TownTalk>> now)
{
    public TownTalks(IEnumerable<TownTalk> talks)
        : this(Fixed(talks))
    {
    }

    /// <summary>The talks as the region is at each moment; a town that has not changed keeps its talk.</summary>
    public static TownTalks Of(LiveRegion live, IReadOnlyList<Module> modules)
    {
        var talks = new FromRegion<FrozenDictionary<TownId, TownTalk>>(live, (region, before) => region.Towns
            .Where(t => t.Kind == TownKind.Town)
            .Select(t => before?.GetValueOrDefault(t.Id) is { } known && ReferenceEquals(known.Profile, t) ? known : TownTalk.Of(t, modules))
            .ToFrozenDictionary(t => t.Town));
        return new TownTalks(() => talks.Now);
    }

    /// <exception cref="KeyNotFoundException">This installation does not serve the town.</exception>
    public TownTalk this[TownId town] => now()[town];

    public TownTalk? Find(TownId town) => now().GetValueOrDefault(town);

    public IEnumerable<TownTalk> All => now().Values;

    private static Func<IReadOnlyDictionary<TownId, TownTalk>> Fixed(IEnumerable<TownTalk> talks)
    {
        var byTown = talks.ToFrozenDictionary(t => t.Town);
        return () => byTown;
    }
}
