using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>
/// What the clock of the database shows, without asking each time: last reading plus what has passed since by our own monotonic time.
/// Leases and schedules go by it, so machines whose clocks differ or jump still agree.
/// </summary>
public sealed class DatabaseClock(Database database, TimeProvider time)
{
    private Reading _last = new(time.GetUtcNow(), time.GetTimestamp());

    public DateTimeOffset Now
    {
        get
        {
            var last = Volatile.Read(ref _last);
            return last.Shown + time.GetElapsedTime(last.Stamp);
        }
    }

    /// <summary>What has passed since a stamp of our own monotonic time.</summary>
    internal TimeSpan Since(long stamp) => time.GetElapsedTime(stamp);

    /// <summary>Asks the database; the sweepers do so every second.</summary>
    public async Task Observe(CancellationToken stop)
    {
        await using var connection = await database.Connect(stop);
        await using var command = new NpgsqlCommand(Ask, connection);
        Saw((DateTime)(await command.ExecuteScalarAsync(stop))!);
    }

    /// <summary>Takes a reading that came along with something else.</summary>
    internal DateTimeOffset Saw(DateTime shown)
    {
        var now = new DateTimeOffset(DateTime.SpecifyKind(shown, DateTimeKind.Utc));
        Volatile.Write(ref _last, new(now, time.GetTimestamp()));
        return now;
    }

    internal const string Ask = "select clock_timestamp()";

    private sealed record Reading(DateTimeOffset Shown, long Stamp);
}
