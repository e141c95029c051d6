using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Processes;

/// <summary>Beats twice a second for as long as the process works, and takes its row out when it leaves nothing behind.</summary>
/// <param name="database">A pool of its own: whatever else is busy, the beat goes on.</param>
internal sealed partial class Heartbeat(Database database, Pulse pulse, OutboxHands hands, TimeProvider time, ILogger<Heartbeat> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1200);
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromMinutes(1);

    private long _beats;
    private HashSet<Guid> _mourned = [];

    /// <summary>Stops last of all. Whoever could not give back what it held leaves its row: the others see it fall silent and take over.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (hands.All().Count > 0)
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(Patience);
            await ProcessTable.Leave(database, pulse.Process, limit.Token);
        }
        catch (Exception away) when (DatabaseTrouble.IsOutage(away) || away is OperationCanceledException)
        {
            Log.Missed(log, away.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Rhythm, time);
        var cleared = time.GetTimestamp();
        try
        {
            do
            {
                await BeatOrMiss(stoppingToken);
                if (time.GetElapsedTime(cleared) > BetweenClearings && pulse.IsSure)
                {
                    cleared = time.GetTimestamp();
                    await ProcessTable.Clear(database, stoppingToken);
                }
            }
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // asked to stop
        }
    }

    private async Task BeatOrMiss(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var before = time.GetTimestamp();
        try
        {
            var rows = await ProcessTable.Beat(database, new(pulse.Process, pulse.Roles, ++_beats), limit.Token);
            pulse.Beaten(rows, before, time.GetTimestamp());
            foreach (var gone in pulse.Gone.Except(_mourned))
            {
                Log.Gone(log, gone);
            }

            _mourned = [.. pulse.Gone];
        }
#pragma warning disable CA1031 // the loop outlives whatever happens; nothing is sure until the next beat
        catch (Exception missed) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Missed(log, missed.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Process {Process} has fallen silent; what it held is taken over")]
        internal static partial void Gone(ILogger logger, Guid process);

        [LoggerMessage(LogLevel.Warning, "A heartbeat could not be written ({Trouble})")]
        internal static partial void Missed(ILogger logger, string trouble);
    }
}
