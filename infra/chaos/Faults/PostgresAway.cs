using System.Diagnostics;

namespace Bot.Chaos.Faults;

/// <summary>PostgreSQL is away for a minute: stopped in its tracks with all connections open, or shut down in order.</summary>
public sealed class PostgresAway(bool isFrozen) : Fault
{
    /// <summary>What LINE is to hear at the latest, and how late one in a hundred may be on a machine that others use too.</summary>
    private const double Answer = 500;
    private const double Tail = 1000;

    public override string Name => isFrozen ? "postgres-frozen" : "postgres-down";

    public override string Promise => $"PostgreSQL {(isFrozen ? "stopped in its tracks (SIGSTOP)" : "shut down")}: every delivery is answered 503 within 500 ms, the processes stay up, and what waited is done within 30 s of its return";

    public override async Task Strike(Drill drill)
    {
        var lives = drill.Bots.Select(b => b.Lives).ToArray();
        var gone = Stopwatch.GetTimestamp();
        if (isFrozen)
        {
            drill.Site.Postgres.Freeze();
        }
        else
        {
            await drill.Site.Postgres.Stop();
        }

        var away = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(drill.IsShort ? 3 : 60));
        var end = Stopwatch.GetTimestamp();
        if (isFrozen)
        {
            drill.Site.Postgres.Thaw();
        }
        else
        {
            await drill.Site.Postgres.Up();
        }

        var back = DateTimeOffset.UtcNow;
        // Begun while it was away and answered before it was back.
        var answers = drill.Meter.Between(away, end - Stopwatch.Frequency);
        await drill.Figure($"{(end - gone) / Stopwatch.Frequency} s away: {answers}");
        await drill.Figure(FormattableString.Invariant($"within 500 ms: {answers.ShareWithin(Answer):P2} of {answers.Count}"));
        await drill.Expect(answers.Count > 10, "deliveries went on while the database was away");
        await drill.Expect(answers.With(503) == answers.Count, "each was answered 503");
        // In the few seconds of the short form a busy machine may be late with all of them.
        await drill.Expect(
            drill.IsShort ? answers.Quantile(0.5) <= Tail : answers.Quantile(0.5) <= Answer && answers.ShareWithin(Tail) >= 0.99,
            "half of them within 500 ms, and 99 of 100 within a second");
        await drill.Expect(drill.Bots.Select(b => b.Lives).SequenceEqual(lives) && drill.Bots.All(b => b.IsRunning), "no process ended");

        // What was there when it came back is done once nothing older is left; new events come all the time.
        var drained = await Drill.Until(async () =>
        {
            var age = (DateTimeOffset.UtcNow - back).TotalSeconds;
            var (inbox, outbox) = await FaultSql.Oldest(drill.Site.Admin);
            return age > 1 && inbox < age && outbox < age;
        }, TimeSpan.FromSeconds(90));
        await drill.Figure(drained is { } took ? FormattableString.Invariant($"what waited was done {took.TotalSeconds:0.0} s after its return") : "what waited was not done within 90 s");
        await drill.Expect(drained < TimeSpan.FromSeconds(30), "what waited is done within 30 s");
    }
}
