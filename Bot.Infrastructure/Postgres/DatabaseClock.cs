using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>
/// What the clock of the database shows, without asking each time: last reading plus what has passed since by our own monotonic time.
/// Leases and schedules go by it, so machines whose clocks differ or jump still agree.
/// </summary>
public sealed class DatabaseClock(Database database, TimeProvider time)
{
    /// <summary>An answer that took longer tells too little: the server may have read its clock at any moment of that time.</summary>
    private static readonly TimeSpan LongestAsking = TimeSpan.FromSeconds(1);

    private Reading _last = new(time.GetUtcNow(), time.GetTimestamp());
    private volatile bool _isSet;

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

    /// <summary>Whether the database has told its time yet. Before that, <see cref="Now"/> is our own machine's guess.</summary>
    public bool IsSet => _isSet;

    /// <summary>Asks the database; the sweepers do so every second.</summary>
    public async Task Observe(CancellationToken stop)
    {
        await using var connection = await database.Connect(stop);
        await using var command = new NpgsqlCommand(Ask, connection);
        var asked = time.GetTimestamp();
        Saw((DateTime)(await command.ExecuteScalarAsync(stop))!, asked);
    }

    /// <summary>Asks the database if it has never been asked.</summary>
    /// <returns>False when it does not answer in time: what depends on the hour must then be put off.</returns>
    public async Task<bool> Set(TimeSpan within, CancellationToken stop)
    {
        if (_isSet)
        {
            return true;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await Observe(limit.Token).WaitAsync(within, time, stop);
            return true;
        }
#pragma warning disable CA1031 // away, silent or refusing us: in each case there is no hour
        catch (Exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await limit.CancelAsync();
            return false;
        }
    }

    /// <summary>Takes a reading that came along with something else.</summary>
    /// <param name="asked">A stamp from before it was asked for; null when it is read at once.</param>
    internal DateTimeOffset Saw(DateTime shown, long? asked = null)
    {
        var now = new DateTimeOffset(DateTime.SpecifyKind(shown, DateTimeKind.Utc));
        if (!_isSet || asked is null || time.GetElapsedTime(asked.Value) < LongestAsking)
        {
            Volatile.Write(ref _last, new(now, time.GetTimestamp()));
            _isSet = true;
        }

        return now;
    }

    internal const string Ask = "select clock_timestamp()";

    private sealed record Reading(DateTimeOffset Shown, long Stamp);
}
