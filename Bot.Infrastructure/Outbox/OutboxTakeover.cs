using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Outbox;

/// <summary>Sets free what processes held that are gone, instead of waiting for their leases to end. Several may do it at once; each row is set free once.</summary>
internal sealed partial class OutboxTakeover(
    Database database, DatabaseClock clock, Pulse pulse, OutboxDoorbell doorbell, TimeProvider time, ILogger<OutboxTakeover> log) : BackgroundService
{
    private const int Page = 500;
    private const int MostPages = 20;

    /// <returns>How many rows were set free.</returns>
    internal async Task<int> Release(CancellationToken stop)
    {
        if (pulse.Gone.Count == 0)
        {
            return 0;
        }

        var all = 0;
        await clock.Observe(stop);
        foreach (var town in await TownTable.All(database, stop))
        {
            var freed = 0;
            for (var pages = 0; pages < MostPages; pages++)
            {
                // Asked anew for each page: who has lost its own pulse meanwhile judges nobody.
                var page = await Release(town, [.. pulse.Gone], stop);
                freed += page;
                if (page < Page)
                {
                    break;
                }
            }

            if (freed > 0)
            {
                Log.Freed(log, freed, town.Value);
                doorbell.Ring(town);
            }

            all += freed;
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(500), time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                await ReleaseOrWait(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // asked to stop
        }
    }

    private async Task ReleaseOrWait(CancellationToken stop)
    {
        try
        {
            await Release(stop);
        }
#pragma warning disable CA1031 // the loop outlives an outage
        catch (Exception thrown) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(log, thrown);
        }
    }

    private Task<int> Release(TownId town, Guid[] gone, CancellationToken stop) => gone.Length == 0
        ? Task.FromResult(0)
        : database.InTown(town, async tx =>
        {
            await using var batch = Statement.Batch(tx.Connection!, tx, new(Statement.ByIndex), OutboxClaims.Free(town, gone, clock.Now, Page));
            await using var reader = await batch.ExecuteReaderAsync(stop);
            var freed = 0;
            while (await reader.ReadAsync(stop))
            {
                freed++;
            }

            return freed;
        }, stop);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} rows of {Town} were in the hands of a process that is gone; they are free again")]
        internal static partial void Freed(ILogger logger, int count, string town);

        [LoggerMessage(LogLevel.Warning, "What a process held that is gone could not be set free; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
