using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Disasters;

/// <summary>
/// Asks the weather agency's feeds and brings what is new to the towns. One process asks at a time; whatever goes wrong is noted where staff see it, tried again
/// the next time, and touches nothing else.
/// </summary>
public sealed partial class WarningRounds(Database database, LiveRegion live, WeatherClient client, WarningDesk desk, WeatherSettings settings, TimeProvider clock, ILogger<WarningRounds> log)
{
    /// <summary>In one round; the newest come first, the rest in the next.</summary>
    private const int MostReports = 50;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    public async Task Go(CancellationToken stop)
    {
        var towns = live.Now.Towns.Where(t => t.Warnings is { Areas.Count: > 0 }).OrderBy(t => t.Id.Value, StringComparer.Ordinal).ToList();
        foreach (var feed in settings.FeedBaseUrl is not null && towns.Count > 0 ? WeatherFeed.Names : [])
        {
            var now = clock.GetUtcNow();
            // a little less than the pause, so that a timer that comes early does not skip a turn
            if (await database.InTown(towns[0].Id, tx => WeatherFeedTable.Take(tx, towns[0].Id, feed, 0.8 * settings.Every, now, stop), stop) is { } marks)
            {
                await Ask(towns, feed, marks, now, stop);
            }
        }
    }

    private async Task Ask(List<TownProfile> towns, string feed, FeedMarks marks, DateTimeOffset now, CancellationToken stop)
    {
        FeedMarks? next = null;
        string? failure = null;
        try
        {
            if (await client.Feed(feed, marks.ETag, marks.Modified, stop) is FeedAnswer.Fresh fresh)
            {
                var entries = WeatherFeed.Read(fresh.Body, settings.FeedBaseUrl!) ?? throw new HttpRequestException("no feed");
                failure = await Bring(towns, entries, now, stop);
                // Only what was brought in whole is not asked for again.
                next = failure is null ? new FeedMarks(fresh.ETag, fresh.Modified) : null;
            }
        }
        catch (Exception trouble) when (IsOfTheLine(trouble, stop))
        {
            failure = Short(trouble);
        }

        if (failure is not null)
        {
            Log.Failed(log, feed, failure);
        }

        foreach (var town in towns)
        {
            await database.InTown(town.Id, async tx =>
            {
                await WeatherFeedTable.Note(tx, town.Id, feed, next, failure, now, stop);
                await WeatherReportTable.Forget(tx, town.Id, now - Kept, stop);
            }, stop);
        }
    }

    /// <returns>Why not all were brought; <c>null</c> when all were.</returns>
    private async Task<string?> Bring(List<TownProfile> towns, Items<FeedEntry> entries, DateTimeOffset now, CancellationToken stop)
    {
        var seen = new Dictionary<TownId, IReadOnlySet<string>>();
        foreach (var town in towns)
        {
            seen[town.Id] = await database.ReadInTown(town.Id, tx => WeatherReportTable.Seen(tx, town.Id, entries.Select(e => e.Id), stop), stop);
        }

        var (fetched, failure) = (0, (string?)null);
        foreach (var entry in entries.OrderByDescending(e => e.Updated))
        {
            var wanting = towns.Where(t => Concerns(t, entry) && !seen[t.Id].Contains(entry.Id)).ToList();
            if (wanting.Count == 0)
            {
                continue;
            }

            if (fetched++ == MostReports)
            {
                return failure ?? "more next time";
            }

            failure = await One(wanting, entry, now, stop) ?? failure;
        }

        return failure;
    }

    private async Task<string?> One(List<TownProfile> towns, FeedEntry entry, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            var report = WeatherReportReader.Read(await client.Report(entry.Address, stop), entry.Type);
            foreach (var town in towns)
            {
                await database.InTown(town.Id, tx => desk.Take(tx, town, entry, report, now, stop), stop);
            }

            return null;
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested && !DatabaseTrouble.IsOutage(trouble))
        {
            // One report that cannot be taken must not stand in the way of the others.
            return Short(trouble);
        }
    }

    /// <summary>A report of the weather is made for a forecast region, whose code begins with the prefecture's number.</summary>
    private static bool Concerns(TownProfile town, FeedEntry entry) =>
        !entry.Type.StartsWith("VPWW", StringComparison.Ordinal) || (entry.Region.Length >= 2 && town.Warnings!.Areas.Any(a => a.AsSpan(0, 2).SequenceEqual(entry.Region.AsSpan(0, 2))));

    private static bool IsOfTheLine(Exception trouble, CancellationToken stop) =>
        trouble is HttpRequestException or IOException || (trouble is OperationCanceledException && !stop.IsCancellationRequested);

    private static string Short(Exception trouble) => trouble switch
    {
        OperationCanceledException => "no answer in time",
        HttpRequestException { InnerException: null } heard => heard.Message,
        HttpRequestException or IOException => "no connection",
        _ => $"could not be taken: {trouble.GetType().Name}",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The weather agency's feed {Feed} could not be read ({Why}); it is asked again")]
        internal static partial void Failed(ILogger log, string feed, string why);
    }
}
