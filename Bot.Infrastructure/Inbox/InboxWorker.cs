using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Inbox;

/// <summary>Takes the turns of those who wait, one loop per shard. A resident whose turn fails is tried alone, so that others do not wait.</summary>
internal sealed partial class InboxWorker(InboxQueue queue, TurnTaker taker, Attempts attempts, Parking parking, ILogger<InboxWorker> log)
    : BackgroundService
{
    private const int Most = 64;

    private readonly CancellationTokenSource _hard = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(queue.Shards.Select(shard => Task.Run(() => Work(shard, stoppingToken), CancellationToken.None)));

    /// <summary>What is in hand is finished; only what takes too long is broken off.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _hard.CancelAfter(TimeSpan.FromSeconds(8));
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _hard.Dispose();
        base.Dispose();
    }

    private async Task Work(InboxShard shard, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            InboxBatch batch;
            try
            {
                batch = await shard.Take(Most, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var report = new TurnReport([], []);
            try
            {
                report = await Take(batch);
            }
#pragma warning disable CA1031 // the loop outlives whatever happens; the sweeper finds what this batch leaves
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Log.Away(log, thrown, batch.Town.Value, batch.Citizens.Count);
                await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            shard.Done(batch, report.Locked, report.More);
        }
    }

    private async Task<TurnReport> Take(InboxBatch batch)
    {
        if (batch.Swept)
        {
            return await TakeSwept(batch);
        }

        try
        {
            return await taker.Take(batch.Town, batch.Citizens, counted: false, _hard.Token);
        }
        catch (Exception thrown) when (!DatabaseTrouble.IsOutage(thrown))
        {
            Log.BatchFailed(log, thrown, batch.Town.Value, batch.Citizens.Count);
            return await OneByOne(batch.Town, batch.Citizens);
        }
    }

    /// <summary>Those that a dead process may have left: counted first, and alone from the second time on.</summary>
    private async Task<TurnReport> TakeSwept(InboxBatch batch)
    {
        var tried = await attempts.Read(batch.Town, batch.Citizens, _hard.Token);
        CitizenId[] first = [.. tried.Where(t => t.Value == 0).Select(t => t.Key)];
        CitizenId[] again = [.. tried.Where(t => t.Value > 0).Select(t => t.Key)];
        if (first.Length > 0)
        {
            await attempts.Count(batch.Town, first, 0, _hard.Token);
            try
            {
                // Parked ones go along uncounted: the taker puts their new events aside.
                await taker.Take(batch.Town, first, counted: true, _hard.Token);
            }
            catch (Exception thrown) when (!DatabaseTrouble.IsOutage(thrown))
            {
                Log.BatchFailed(log, thrown, batch.Town.Value, first.Length);
                again = [.. again, .. first];
            }
        }

        return await OneByOne(batch.Town, again);
    }

    private async Task<TurnReport> OneByOne(TownId town, IReadOnlyList<CitizenId> citizens)
    {
        var more = new List<CitizenId>();
        var tried = citizens.Count == 0 ? new Dictionary<CitizenId, int>() : await attempts.Read(town, citizens, _hard.Token);
        foreach (var citizen in citizens)
        {
            more.AddRange(await One(town, citizen, tried.GetValueOrDefault(citizen, -1)));
        }

        return new([], more);
    }

    private async Task<IReadOnlyList<CitizenId>> One(TownId town, CitizenId citizen, int before)
    {
        if (before >= Parking.Most)
        {
            Log.Parked(log, town.Value, before);
            await parking.Park(town, citizen, _hard.Token);
            return [];
        }

        // Locked elsewhere, or its pause is not over: somebody else's, or the sweeper's in its time.
        if (before < 0 || (await attempts.Count(town, [citizen], before, _hard.Token)).Count == 0)
        {
            return [];
        }

        try
        {
            return (await taker.Take(town, [citizen], counted: true, _hard.Token)).More;
        }
        catch (Exception thrown) when (!DatabaseTrouble.IsOutage(thrown))
        {
            var count = before + 1;
            Log.TurnFailed(log, thrown, town.Value, count);
            if (!DatabaseTrouble.IsCollision(thrown))
            {
                // Its own fault, where a process that dies may have died of anything.
                await attempts.Count(town, [citizen], count++, _hard.Token);
            }

            if (count >= Parking.Most)
            {
                Log.Parked(log, town.Value, count);
                await parking.Park(town, citizen, _hard.Token);
            }

            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} turns of {Town} wait: the database is away")]
        internal static partial void Away(ILogger logger, Exception thrown, string town, int count);

        [LoggerMessage(LogLevel.Warning, "A batch of {Count} turns of {Town} failed; trying them one by one")]
        internal static partial void BatchFailed(ILogger logger, Exception thrown, string town, int count);

        [LoggerMessage(LogLevel.Error, "A turn of {Town} failed at attempt {Attempt}")]
        internal static partial void TurnFailed(ILogger logger, Exception thrown, string town, int attempt);

        [LoggerMessage(LogLevel.Critical, "A conversation of {Town} is parked after {Attempts} attempts; staff can replay it")]
        internal static partial void Parked(ILogger logger, string town, int attempts);
    }
}
