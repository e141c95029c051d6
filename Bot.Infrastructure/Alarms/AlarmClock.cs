using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Alarms;

/// <summary>Rings what is due, each second, town by town. What fails is tried again later and parked after five times.</summary>
internal sealed partial class AlarmClock(
    Database database, DatabaseClock clock, IReadOnlyDictionary<string, AlarmHandler> handlers, TimeProvider time, ILogger<AlarmClock> log)
    : BackgroundService
{
    private const int MostAttempts = 5;
    private const int Page = 50;

    private readonly string[] _modules = [.. handlers.Keys];

    /// <returns>How many were rung.</returns>
    internal async Task<int> Ring(TownId town, CancellationToken stop)
    {
        var due = await database.InTown(town, tx => AlarmTable.Claim(tx, town, _modules, clock.Now, Page, stop), stop);
        foreach (var alarm in due)
        {
            await Ring(town, alarm, stop);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (handlers.Count == 0)
        {
            return;
        }

        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                await RingAll(stoppingToken);
            }
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task RingAll(CancellationToken stop)
    {
        try
        {
            await clock.Observe(stop);
            foreach (var town in await TownTable.All(database, stop))
            {
                while (!stop.IsCancellationRequested && await Ring(town, stop) == Page)
                {
                }
            }
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, thrown);
        }
    }

    private async Task Ring(TownId town, DueAlarm due, CancellationToken stop)
    {
        // More than five: the process died over it each time, so no failure was ever noted.
        if (due.Attempts > MostAttempts)
        {
            await Note(town, due, "the process ended while it rang", stop);
            return;
        }

        try
        {
            await database.InTown(town, async tx =>
            {
                if (await AlarmTable.Finish(tx, town, due, clock.Now, stop))
                {
                    await handlers[due.Module](tx, town, due.Alarm(), stop);
                }
            }, stop);
        }
        catch (Exception thrown) when (!stop.IsCancellationRequested && !DatabaseTrouble.IsOutage(thrown))
        {
            Log.RingFailed(log, thrown, town.Value, due.Module, due.Kind, due.Attempts);
            await Note(town, due, thrown.GetType().Name, stop);
        }
    }

    private async Task Note(TownId town, DueAlarm due, string why, CancellationToken stop)
    {
        var parkedAt = due.Attempts >= MostAttempts ? clock.Now : (DateTimeOffset?)null;
        await database.InTown(town, tx => AlarmTable.Fail(tx, town, due, why, clock.Now, parkedAt, stop), stop);
        if (parkedAt is not null)
        {
            Log.Parked(log, town.Value, due.Module, due.Kind);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The round of alarms failed; the next is in a second")]
        internal static partial void Failed(ILogger logger, Exception thrown);

        [LoggerMessage(LogLevel.Error, "An alarm of {Town} ({Module}, {Kind}) failed at attempt {Attempt}")]
        internal static partial void RingFailed(ILogger logger, Exception thrown, string town, string module, string kind, int attempt);

        [LoggerMessage(LogLevel.Critical, "An alarm of {Town} ({Module}, {Kind}) is parked; staff can replay it")]
        internal static partial void Parked(ILogger logger, string town, string module, string kind);
    }
}
