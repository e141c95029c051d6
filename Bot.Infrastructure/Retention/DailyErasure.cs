using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Retention;

/// <summary>
/// Once a day erases what has been kept long enough, with a proof of each erasure; and notes the end of each town's audit chain in the log,
/// so that there is a trace of it outside the database.
/// </summary>
public sealed partial class DailyErasure(Database database, IReadOnlyList<RetentionRule> rules, TimeProvider time, ILogger<DailyErasure> log) : BackgroundService
{
    private const int Page = 200;
    private const int MostPages = 500;

    /// <summary>Erases in one town what the rules say; how much of each category.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Run(TownId town, CancellationToken stop)
    {
        var erased = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            for (var (page, pages) = (Page, 0); page > 0 && pages < MostPages; pages++)
            {
                page = await database.InTown(town, tx => Erase(tx, town, rule, stop), stop);
                erased[rule.Category] = erased.GetValueOrDefault(rule.Category) + page;
            }
        }

        return erased;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromDays(1), time);
        try
        {
            // Not at once: what starts has better things to do.
            await Task.Delay(TimeSpan.FromMinutes(10), time, stoppingToken);
            do
            {
                await RunAll(stoppingToken);
            }
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task<int> Erase(Npgsql.NpgsqlTransaction tx, TownId town, RetentionRule rule, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var rows = await rule.Erase(tx, town, rule.Before(now), Page, stop);
        if (rows.Count > 0)
        {
            await ErasureTable.Prove(tx, town, rule.Category, rows, now, stop);
            await AuditTable.Add(tx, town, Actor.System, new AuditEntry("retention/erase", Detail: $"{rule.Category} {rows.Count}"), now, stop);
        }

        return rows.Count;
    }

    private async Task RunAll(CancellationToken stop)
    {
        try
        {
            foreach (var town in await TownTable.All(database, stop))
            {
                await Run(town, stop);
                var chain = await AuditChainSearch.Walk(database, town, stop);
                if (chain.Holds)
                {
                    Log.Head(log, town.Value, chain.Length, Convert.ToHexStringLower(chain.Head));
                }
                else
                {
                    Log.Broken(log, town.Value, chain.BrokenAt ?? 0, chain.Why ?? "");
                }
            }
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, thrown);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The record of {Town} has {Length} entries and ends with {Head}")]
        internal static partial void Head(ILogger logger, string town, long length, string head);

        [LoggerMessage(LogLevel.Critical, "The record of {Town} does not hold at entry {Entry}: {Why}")]
        internal static partial void Broken(ILogger logger, string town, long entry, string why);

        [LoggerMessage(LogLevel.Warning, "What is due could not be erased; the next round is tomorrow")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
