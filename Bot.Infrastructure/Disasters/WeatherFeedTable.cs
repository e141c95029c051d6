using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>When a feed was asked and answered last, as staff of a town see it.</summary>
/// <param name="OkAt"><c>null</c> when it never answered.</param>
/// <param name="Failure">Why the last try failed, without a word of the answer.</param>
public sealed record FeedState(string Feed, DateTimeOffset TriedAt, DateTimeOffset? OkAt, string? Failure);

/// <summary>What to send along, so that the agency answers only when there is something new.</summary>
public sealed record FeedMarks(string? ETag, string? Modified);

/// <summary>The state of the feeds; the row of the leading town says whose turn it is, so that of several processes one asks.</summary>
public static class WeatherFeedTable
{
    /// <returns><c>null</c> when another process asked less than that time ago.</returns>
    public static async Task<FeedMarks?> Take(NpgsqlTransaction tx, TownId lead, string feed, TimeSpan every, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into weather_feed (town_id, feed, tried_at) values (@lead, @feed, @now)
            on conflict (town_id, feed) do update set tried_at = excluded.tried_at where weather_feed.tried_at <= @before
            returning etag, modified
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<FeedMarks>(new CommandDefinition(sql, new { lead, feed, now, before = now - every }, tx, cancellationToken: stop));
    }

    /// <param name="marks"><c>null</c> keeps those that are there: then the same is read once more.</param>
    public static Task Note(NpgsqlTransaction tx, TownId town, string feed, FeedMarks? marks, string? failure, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into weather_feed (town_id, feed, tried_at, ok_at, failure, etag, modified)
            values (@town, @feed, @now, case when @failure::text is null then @now::timestamptz end, @failure, @ETag, @Modified)
            on conflict (town_id, feed) do update set tried_at = greatest(weather_feed.tried_at, excluded.tried_at), ok_at = coalesce(excluded.ok_at, weather_feed.ok_at),
                failure = excluded.failure, etag = coalesce(excluded.etag, weather_feed.etag), modified = coalesce(excluded.modified, weather_feed.modified)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, feed, failure, marks?.ETag, marks?.Modified, now }, tx, cancellationToken: stop));
    }

    public static async Task<IReadOnlyList<FeedState>> Of(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select feed, tried_at, ok_at, failure from weather_feed where town_id = @town order by feed";

        return [.. await tx.Connection!.QueryAsync<FeedState>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }
}
