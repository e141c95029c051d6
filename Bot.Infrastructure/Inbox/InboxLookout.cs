using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Inbox;

/// <summary>
/// Looks several times a second for what a process kept that takes no turns itself; it rests while there is no such process.
/// Asking is the whole mechanism: it works through every pooler, and nothing is said inside the transactions that are to be fast.
/// </summary>
internal sealed partial class InboxLookout(
    Database database, DatabaseClock clock, InboxQueue queue, Pulse pulse, TimeProvider time, ILogger<InboxLookout> log) : BackgroundService
{
    private const int Page = 1000;
    private const int MostPages = 20;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(1);

    /// <summary>Often, but never more than a tenth of the time: with very many towns the rounds come apart.</summary>
    /// <param name="took">How long the last round took.</param>
    internal static TimeSpan Pause(TimeSpan took) => Seldom < took * 9 ? Seldom : took * 9 > Often ? took * 9 : Often;

    /// <summary>One round over all towns. Of those found we take our share; the other workers find theirs.</summary>
    internal async Task Look(CancellationToken stop)
    {
        var share = pulse.Share(ProcessRoles.Worker);
        foreach (var town in await TownTable.All(database, stop))
        {
            var after = "";
            for (var pages = 0; pages < MostPages; pages++)
            {
                var found = await Find(town, after, stop);
                // Not swept: they are on their first way, and only what a process may have died over is counted beforehand.
                queue.Offer(town, found.Where(c => share.Holds(c.Value)), swept: false, seen: true);
                if (found.Count < Page)
                {
                    break;
                }

                after = found[^1].Value;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (queue.Shards.Count == 0)
        {
            return;
        }

        var pause = Often;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var began = time.GetTimestamp();
            try
            {
                if (pulse.Lacks(ProcessRoles.Worker))
                {
                    await Look(stoppingToken);
                }

                pause = Pause(time.GetElapsedTime(began));
            }
#pragma warning disable CA1031 // the loop outlives an outage; the sweeper finds later what was not found now
            catch (Exception thrown) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Failed(log, thrown);
                pause = Seldom;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<List<CitizenId>> Find(TownId town, string after, CancellationToken stop)
    {
        await using var connection = await database.Connect(stop);
        await using var tx = await connection.BeginTransactionAsync(stop);
        await using var batch = Statement.Batch(connection, tx,
            new(Database.Enter(town)),
            new(Statement.ByIndex),
            InboxTable.Fresh(town, after, clock.Now - InboxSweeper.Overdue, Page),
            new("commit"));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        return await InboxSweeper.Names(reader, stop);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The look-out for new events failed; it is tried again in a second")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
