using System.Diagnostics;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary>The disk of the database has no byte left for a while. PostgreSQL may end over it; then it is started again once there is room, as its supervisor would.</summary>
public sealed class FullDisk : Fault
{
    private DataVolume? _volume;

    public override string Name => "full-disk";

    public override string Promise => "no room on the data volume: deliveries are refused (503), nothing acked is lost, and all goes on when there is room";

    public override bool Alone => true;

    public override async Task<SiteOptions> Shape(SiteOptions options)
    {
        var (volume, trouble) = await DataVolume.Mount(600, CancellationToken.None);
        _volume = volume ?? throw new FaultNotPossibleException($"no volume of its own can be mounted here: {trouble}");
        return options with { ClusterParent = volume.Path, PostgresSettings = $"{options.PostgresSettings} -c min_wal_size=32MB -c max_wal_size=64MB" };
    }

    public override async Task Strike(Drill drill)
    {
        var from = Stopwatch.GetTimestamp();
        var filled = await _volume!.Fill(CancellationToken.None);
        // The write-ahead log has room in the file that it is writing; only when that is full the server feels it.
        var felt = await Drill.Until(() => Task.FromResult(drill.Meter.Between(from, long.MaxValue).With(503) > 20), TimeSpan.FromSeconds(60));
        await drill.Expect(felt is not null, "the server came to feel it within a minute");
        var full = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(drill.IsShort ? 3 : 20));
        var answers = drill.Meter.Between(full, Stopwatch.GetTimestamp() - Stopwatch.Frequency);
        await drill.Figure(FormattableString.Invariant($"{filled / 1024 / 1024} MB filled up, felt after {felt?.TotalSeconds:0} s; then {answers}"));
        await drill.Expect(answers.Count == answers.With(503) + answers.With(200), "each delivery was answered 503, or 200 when it could still be kept");
        await drill.Expect(answers.ShareWithin(1000) >= 0.99, "99 of 100 within a second");

        _volume.Empty();
        var died = !Signals.IsAlive(drill.Site.Postgres.Pid);
        if (died)
        {
            await drill.Site.Postgres.Up();
        }

        var back = Stopwatch.GetTimestamp();
        var recovered = await Drill.Until(() => Task.FromResult(drill.Meter.Between(back, long.MaxValue).With(200) > 20), TimeSpan.FromSeconds(60));
        await drill.Figure(FormattableString.Invariant($"with room again {(died ? "PostgreSQL, which had ended, was started; " : "PostgreSQL, which had stayed up, ")}20 deliveries were kept after {recovered?.TotalSeconds:0.0} s"));
        await drill.Expect(recovered < TimeSpan.FromSeconds(30), "deliveries are kept again within 30 s");
        await drill.Expect(drill.Bots.All(b => b is { IsRunning: true, Lives: 1 }), "no process of the bot ended");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_volume is not null)
        {
            await _volume.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}

/// <summary>This machine does not allow it; not a fault of the bot.</summary>
public sealed class FaultNotPossibleException(string why) : Exception(why);
