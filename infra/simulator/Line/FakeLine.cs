using Bot.Simulator.Delivery;

namespace Bot.Simulator.Line;

/// <summary>The stand-in for the LINE platform: towns with their channels, and the people who write to them.</summary>
public sealed class FakeLine : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Person> people = [.. Person.Demo];
    private readonly List<LineTown> towns = [];

    internal FakeLine(SimulatorSettings settings, SimulatorClock clock, Ledger ledger)
    {
        Settings = settings;
        Clock = clock;
        Ledger = ledger;
        Webhooks = new Courier(settings.LineWebhooks, clock);
        Tokens = new(clock);
        Contents = new(settings);
        foreach (var town in settings.Towns.Where(t => t.Slug.Length > 0)) towns.Add(new(this, town));
    }

    /// <summary>How webhooks of all towns are brought to the bot.</summary>
    public Courier Webhooks { get; }

    public SimulatorClock Clock { get; }

    public Ledger Ledger { get; }

    public IReadOnlyList<LineTown> Towns => towns;

    public IReadOnlyList<Person> People { get { lock (gate) { return [.. people]; } } }

    internal SimulatorSettings Settings { get; }

    internal ChannelTokens Tokens { get; }

    internal ContentStore Contents { get; }

    /// <summary>The town with this slug.</summary>
    public LineTown Town(string slug) => Find(slug) ?? throw new ArgumentException($"The simulator knows no town {slug}.", nameof(slug));

    /// <summary>How many content calls answer 202 before a photo sent from now on is ready.</summary>
    public void PreparePhotosAfter(int polls) => Contents.Polls = polls;

    /// <summary>Makes every channel access token worthless.</summary>
    public void ForgetTokens() => Tokens.Forget();

    internal LineTown? Find(string slug) => towns.Find(t => t.Settings.Slug == slug);

    internal Person? FindPerson(string key)
    {
        lock (gate) { return people.Find(p => p.Key == key); }
    }

    /// <summary>Another fictional person, known to every town from now on.</summary>
    public Person NewPerson(string name, string? language = "ja", string? key = null)
    {
        lock (gate)
        {
            string[] colors = ["#c0617a", "#4f86c6", "#6a9f58", "#b07c3f", "#8a6fc0", "#3f9a9a"];
            var person = new Person(key ?? FormattableString.Invariant($"person-{people.Count + 1}"), name, language, "新しい人", colors[people.Count % colors.Length]);
            if (people.Exists(p => p.Key == person.Key)) throw new ArgumentException($"There is a person {key} already.", nameof(key));
            people.Add(person);
            return person;
        }
    }

    internal void Forget(IEnumerable<Person> gone)
    {
        var keys = gone.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        lock (gate) { people.RemoveAll(p => keys.Contains(p.Key) && !Person.Demo.Contains(p)); }
    }

    public void Dispose() => Webhooks.Dispose();
}
