using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>Finds what nobody has in hand: events of processes that died, retries whose pause is over, conversations to be woken.</summary>
internal sealed partial class InboxSweeper(
    Database database, DatabaseClock clock, InboxQueue queue, TimeProvider time, ILogger<InboxSweeper> log) : BackgroundService
{
    private const int Page = 500;
    private const int MostInMemory = 10_000;

    /// <summary>Younger events are on their way through memory.</summary>
    internal static readonly TimeSpan Overdue = TimeSpan.FromSeconds(2);

    internal async Task Sweep(CancellationToken stop)
    {
        await clock.Observe(stop);
        foreach (var town in await TownTable.All(database, stop))
        {
            var after = "";
            while (queue.Waiting < MostInMemory)
            {
                var (overdue, waking) = await Find(town, after, stop);
                queue.Offer(town, overdue, swept: true);
                queue.Offer(town, waking, swept: true);
                if (overdue.Count < Page)
                {
                    break;
                }

                after = overdue[^1].Value;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (queue.Shards.Count == 0)
        {
            return;
        }

        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                await SweepOrWait(stoppingToken);
            }
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task SweepOrWait(CancellationToken stop)
    {
        try
        {
            await Sweep(stop);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, thrown);
        }
    }

    private async Task<(List<CitizenId> Overdue, List<CitizenId> Waking)> Find(TownId town, string after, CancellationToken stop)
    {
        var now = clock.Now;
        await using var connection = await database.Connect(stop);
        await using var tx = await connection.BeginTransactionAsync(stop);
        await using var batch = Statement.Batch(connection, tx,
            new(Database.Enter(town)),
            new(Statement.ByIndex),
            InboxTable.Overdue(town, after, now - Overdue, now, Page),
            ConversationTable.Waking(town, now, Page),
            new("commit"));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var overdue = await Names(reader, stop);
        await reader.NextResultAsync(stop);
        return (overdue, await Names(reader, stop));
    }

    internal static async Task<List<CitizenId>> Names(NpgsqlDataReader reader, CancellationToken stop)
    {
        var names = new List<CitizenId>();
        while (await reader.ReadAsync(stop))
        {
            names.Add(new(reader.GetString(0)));
        }

        return names;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The sweep of the inbox failed; it is tried again in a second")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
