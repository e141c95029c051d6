using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>Deletes what was finished 35 days ago: longer than any sender comes again, and no longer.</summary>
internal sealed partial class Retention(Database database, DatabaseClock clock, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    /// <summary>A table that was forgotten for long is worked off over several rounds.</summary>
    private const int MostPages = 100;
    private const int Page = 1000;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    internal async Task Clean(TownId town, CancellationToken stop)
    {
        var before = clock.Now - Kept;
        await Clean(town, tx => InboxTable.Forget(tx, town, before, Page, stop), stop);
        await Clean(town, tx => OutboxTable.Forget(tx, town, before, Page, stop), stop);
        await Clean(town, tx => AlarmTable.Forget(tx, town, before, Page, stop), stop);
        await Clean(town, tx => PageLinkTable.Forget(tx, town, before, Page, stop), stop);
        await Clean(town, tx => StaffMessageTable.Forget(tx, town, before, Page, stop), stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromHours(1), time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                await CleanAll(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task CleanAll(CancellationToken stop)
    {
        try
        {
            foreach (var town in await TownTable.All(database, stop))
            {
                await Clean(town, stop);
            }
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, thrown);
        }
    }

    private async Task Clean(TownId town, Func<NpgsqlTransaction, Task<int>> page, CancellationToken stop)
    {
        for (var pages = 0; pages < MostPages && await database.InTown(town, page, stop) == Page; pages++)
        {
            // Small transactions with air between them: the queue itself comes first.
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stop);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Old rows could not be deleted; the next round is in an hour")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
