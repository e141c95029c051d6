using Bot.Domain.Kernel;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Outbox;

/// <summary>Claims what is due and in nobody's hands: rows that modules added, retries, and what a dead process left.</summary>
internal sealed partial class OutboxSweeper(
    Database database, DatabaseClock clock, OutboxHands hands, OutboxMarks marks, OutboxDoorbell doorbell, Pulse pulse, TimeProvider time,
    FailPoints points, ILogger<OutboxSweeper> log) : BackgroundService
{
    internal async Task Sweep(CancellationToken stop)
    {
        await clock.Observe(stop);
        hands.Prune();
        await Task.WhenAll(hands.Back().Select(async held =>
        {
            await marks.Set(new(held, Fate.Release, clock.Now), stop);
            hands.Forget(held);
        }));
        foreach (var doubt in hands.Doubts.Open())
        {
            await Disown(doubt, stop);
        }

        foreach (var town in await TownTable.All(database, stop))
        {
            await Claim(town, stop);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (hands.Kinds.Length == 0)
        {
            return;
        }

        var swept = time.GetTimestamp() - time.TimestampFrequency;
        var pause = TimeSpan.FromSeconds(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var began = time.GetTimestamp();
                if (time.GetElapsedTime(swept) >= pause)
                {
                    swept = began;
                    await Sweep(stoppingToken);
                    pause = Pause(time.GetElapsedTime(began));
                }

                foreach (var town in doorbell.Take())
                {
                    await Claim(town, stoppingToken);
                }

                await doorbell.Wait(pause - Least(time.GetElapsedTime(swept), pause), time, stoppingToken);
                // Rings gather, so that a busy town is not asked after each row.
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the loop outlives an outage
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Log.Failed(log, thrown);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A process that takes turns and sends nothing rings no bell here: while there is one, the table is asked often.</summary>
    private TimeSpan Pause(TimeSpan took) => pulse.Lacks(ProcessRoles.Sender) ? InboxLookout.Pause(took) : TimeSpan.FromSeconds(1);

    private static TimeSpan Least(TimeSpan passed, TimeSpan pause) =>
        passed < pause ? passed : pause - TimeSpan.FromMilliseconds(1);

    private async Task Claim(TownId town, CancellationToken stop)
    {
        Lane[] lanes = [.. Enum.GetValues<Lane>().Where(l => hands.RoomToClaim(town, l) > 0)];
        if (lanes.Length == 0)
        {
            return;
        }

        var stamp = hands.Stamp();
        var now = clock.Now;
        try
        {
            var claimed = await Claimed(town, lanes, now, stamp, stop);
            if (claimed.Count > 0)
            {
                await points.Reach("claimed-before-handover");
            }

            hands.Accept(claimed, claimed: true);
        }
        catch
        {
            hands.Doubts.Add(town, now + OutboxTable.Lease, ids: null);
            throw;
        }
    }

    private Task<List<LeasedRow>> Claimed(TownId town, Lane[] lanes, DateTimeOffset now, long stamp, CancellationToken stop) => database.InTown(town, async tx =>
    {
        await using var batch = Statement.Batch(tx.Connection!, tx,
        [
            new(Statement.ByIndex),
            .. lanes.Select(l => OutboxClaims.Claim(town, l, hands.Kinds, hands.Owner, now, hands.RoomToClaim(town, l))),
        ]);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var rows = new List<LeasedRow>();
        do
        {
            while (await reader.ReadAsync(stop))
            {
                rows.Add(OutboxClaims.Read(reader, town, stamp));
            }
        }
        while (await reader.NextResultAsync(stop));
        return rows;
    }, stop);

    /// <summary>Sets free what is leased to us, though the word of it was lost.</summary>
    private async Task Disown(OutboxDoubts.Doubt doubt, CancellationToken stop)
    {
        var found = await database.InTown(doubt.Town, async tx =>
        {
            await using var batch = Statement.Batch(tx.Connection!, tx,
                new(Statement.ByIndex), OutboxClaims.Disown(doubt.Town, hands.Owner, doubt.Until, doubt.Ids, clock.Now));
            await using var reader = await batch.ExecuteReaderAsync(stop);
            var rows = 0;
            while (await reader.ReadAsync(stop))
            {
                rows++;
            }

            return rows;
        }, stop);
        hands.Doubts.Found(doubt, found);
        if (found > 0)
        {
            Log.Found(log, found, doubt.Town.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} rows of {Town} were ours without our knowing, since the word of a commit was lost; they are free again")]
        internal static partial void Found(ILogger logger, int count, string town);

        [LoggerMessage(LogLevel.Warning, "The sweep of the outbox failed; it is tried again in a second")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
