namespace Bot.Chaos.Kills;

/// <summary>What dies in a round.</summary>
public enum Victim
{
    /// <summary>One process of the bot.</summary>
    App,

    /// <summary>One of PostgreSQL's processes that serve connections; the server then ends all others and recovers.</summary>
    Backend,

    /// <summary>The whole server.</summary>
    Postgres,

    /// <summary>One process of the bot sleeps (SIGSTOP) until others have taken its work over, and wakes up.</summary>
    Frozen,

    /// <summary>The whole server and one process of the bot at the same moment.</summary>
    Both,
}

/// <summary>One round as planned.</summary>
/// <param name="Wait">From the end of the round before to the kill.</param>
/// <param name="Bot">Which process of the bot, counted from 0.</param>
/// <param name="Point">The fail point at which the next life of that process is to end, as <c>name:passage</c>; null for an end at a random instant.</param>
public sealed record Kill(int Round, Victim Victim, TimeSpan Wait, int Bot, string? Point);

/// <summary>Who dies when, all from one seed: the same seed plans the same kills. When exactly a signal arrives is the machine's affair.</summary>
public sealed class KillPlan(KillOptions options)
{
    /// <summary>
    /// The named points, with how many passages there may be before the end: those on the way of each message are passed hundreds of times
    /// in a life, those of payments a few times.
    /// </summary>
    public static readonly IReadOnlyList<(string Name, int Most)> Points =
    [
        ("ack-before-write", 60),
        ("ack-under-way", 60),
        ("ack-after-commit", 60),
        ("before-commit", 60),
        ("commit-under-way", 60),
        ("after-commit-before-handover", 60),
        ("before-send", 100),
        ("after-send-before-mark", 100),
        ("mark-under-way", 60),
        ("claimed-before-handover", 6),
        ("attempt-counted", 2),
        ("stripe-before-write", 3),
        ("stripe-after-write", 3),
        ("clerk-claimed", 3),
        ("clerk-before-commit", 3),
        ("clerk-after-commit", 3),
        ("checkout-opened", 2),
        ("refund-made", 1),
    ];

    public IEnumerable<Kill> Rounds()
    {
        var random = new Random(options.Seed);
        (string Mix, int Weight)[] weights = [.. new[] { ("app", 50), ("postgres", 40), ("both", 10), ("freeze", 50) }.Where(w => options.Mix.Contains(w.Item1))];
        for (var round = 1; ; round++)
        {
            var spot = random.Next(weights.Sum(w => w.Weight));
            var mix = weights.First(w => (spot -= w.Weight) < 0).Mix;
            var victim = options.Points ? Victim.App : mix switch
            {
                "app" => Victim.App,
                "both" => Victim.Both,
                "freeze" => Victim.Frozen,
                _ => random.Next(2) == 0 ? Victim.Backend : Victim.Postgres,
            };
            var wait = options.Round * (0.4 + 1.2 * random.NextDouble());
            var (name, most) = options.Point is { } only
                ? Points.First(p => p.Name == only)
                : Points[options.Points ? round % Points.Count : random.Next(Points.Count)];
            var passage = 1 + random.Next(most);
            var armed = options.Points || options.Point is not null || random.Next(2) == 0;
            yield return new(round, victim, wait, random.Next(options.Site.Bots), armed ? FormattableString.Invariant($"{name}:{passage}") : null);
        }
    }
}
