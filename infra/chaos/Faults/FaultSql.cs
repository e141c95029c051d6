using Dapper;
using Npgsql;

namespace Bot.Chaos.Faults;

/// <summary>What only the database can tell about a fault, asked as superuser.</summary>
internal static class FaultSql
{
    /// <summary>How long what waits has been waiting, in seconds: the oldest event not taken, and the oldest row not sent.</summary>
    internal static async Task<(double Inbox, double Outbox)> Oldest(string admin)
    {
        const string sql = """
            select coalesce((select extract(epoch from clock_timestamp() - min(received_at)) from inbox where done_at is null and parked_at is null), 0)::float8 as inbox,
                   coalesce((select extract(epoch from clock_timestamp() - min(created_at)) from outbox
                              where sent_at is null and failed_at is null and due_at < now() + interval '1 hour'), 0)::float8 as outbox
            """;

        await using var connection = await Open(admin);
        return await connection.QuerySingleAsync<(double, double)>(sql);
    }

    /// <summary>Lets the leases of what waits run out now, as half a minute would.</summary>
    internal static async Task<int> EndLeases(string admin)
    {
        const string sql = """
            update outbox set lease_until = now() - interval '1 s', due_at = now() - interval '1 s'
             where lease_owner is not null and sent_at is null and failed_at is null and lease_until > now()
            """;

        await using var connection = await Open(admin);
        return await connection.ExecuteAsync(sql);
    }

    /// <summary>Lets the pauses between attempts be over.</summary>
    internal static async Task EndPauses(string admin)
    {
        await using var connection = await Open(admin);
        await connection.ExecuteAsync("update conversation set retry_at = null where retry_at is not null and parked_at is null");
    }

    /// <summary>Who is parked.</summary>
    internal static async Task<IReadOnlyList<string>> Parked(string admin)
    {
        await using var connection = await Open(admin);
        return [.. await connection.QueryAsync<string>("select citizen_id from conversation where parked_at is not null")];
    }

    /// <summary>Rows that needed more than one attempt since a moment.</summary>
    internal static async Task<int> TriedAgain(string admin, DateTimeOffset since)
    {
        await using var connection = await Open(admin);
        return await connection.ExecuteScalarAsync<int>("select count(*)::int from outbox where created_at >= @since and attempts > 1", new { since = since.UtcDateTime });
    }

    /// <summary>What has been done before its time: alarms, and events that are said to have come in the future.</summary>
    internal static async Task<int> Early(string admin)
    {
        const string sql = """
            select ((select count(*) from alarm where done_at is not null and due_at > clock_timestamp() + interval '1 min')
                  + (select count(*) from inbox where received_at > clock_timestamp() + interval '1 min'))::int
            """;

        await using var connection = await Open(admin);
        return await connection.ExecuteScalarAsync<int>(sql);
    }

    private static async Task<NpgsqlConnection> Open(string admin)
    {
        var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        return connection;
    }
}
