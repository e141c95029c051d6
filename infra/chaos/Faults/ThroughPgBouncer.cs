using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary>All of the bots' connections go through PgBouncer in transaction mode, with fewer connections to the server than the bots have open.</summary>
public sealed class ThroughPgBouncer : Fault
{
    private PgBouncer? _bouncer;

    public override string Name => "pgbouncer";

    public override string Promise => "through PgBouncer in transaction mode, with 12 connections to the server, also while one process is killed and the server restarts: everything works";

    public override bool Alone => true;

    public override string? Missing => PgBouncer.Program is null ? "pgbouncer" : null;

    public override async Task<IReadOnlyList<BotProcess>> Start(Site site)
    {
        var direct = new Npgsql.NpgsqlConnectionStringBuilder(site.Settings["ConnectionStrings__Bot"]);
        _bouncer = await PgBouncer.Start(direct.ConnectionString, connections: 12, CancellationToken.None);
        var through = new Dictionary<string, string> { ["ConnectionStrings__Bot"] = _bouncer.Through(direct.ConnectionString) };
        BotProcess[] bots = [.. ((string[])["through1", "through2"]).Select(name => site.NewBot(name, more: through))];
        foreach (var bot in bots)
        {
            bot.Start();
        }

        foreach (var bot in bots)
        {
            if (!await bot.Ready(TimeSpan.FromSeconds(60)))
            {
                bot.Log.Flush();
                throw new InvalidOperationException($"{bot.Name} did not become ready through PgBouncer, see {bot.Log.Path}");
            }
        }

        site.PointStripeAt(bots[0]);
        return bots;
    }

    public override async Task Strike(Drill drill)
    {
        var (from, heard) = (System.Diagnostics.Stopwatch.GetTimestamp(), drill.Book.AnswersHeard);
        await Task.Delay(TimeSpan.FromSeconds(drill.IsShort ? 4 : 60));
        var answers = drill.Meter.Between(from, System.Diagnostics.Stopwatch.GetTimestamp());
        await drill.Figure(FormattableString.Invariant($"undisturbed: {answers}; {drill.Book.AnswersHeard - heard} answers heard"));
        // A machine that others keep busy may be too late for a few, as it is without PgBouncer.
        await drill.Expect(answers.With(200) + answers.With(503) == answers.Count && answers.With(200) >= answers.Count * 0.95, "undisturbed, deliveries are kept");

        var killed = drill.Bots[^1];
        await killed.Kill();
        killed.Start();
        await drill.Expect(await killed.Ready(TimeSpan.FromSeconds(60)), "a killed process comes back through PgBouncer");
        if (!drill.IsShort)
        {
            await drill.Site.Postgres.Kill();
            await Task.Delay(TimeSpan.FromSeconds(3));
            await drill.Site.Postgres.Up();
        }

        var back = System.Diagnostics.Stopwatch.GetTimestamp();
        var again = await Drill.Until(() => Task.FromResult(drill.Meter.Between(back, long.MaxValue).With(200) > 20), TimeSpan.FromSeconds(60));
        await drill.Figure(FormattableString.Invariant($"after a killed process{(drill.IsShort ? "" : " and a killed server")} deliveries are kept again {again?.TotalSeconds:0.0} s later"));
        await drill.Expect(again < TimeSpan.FromSeconds(30), "deliveries are kept again within 30 s");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_bouncer is not null)
        {
            await _bouncer.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
