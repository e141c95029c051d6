using Dapper;
using Npgsql;

namespace Bot.Chaos.Check;

/// <summary>What the bot's own database says, read by a superuser for the comparison; the checker's only look behind the curtain.</summary>
public static class LedgerSql
{
    /// <summary>An event that was kept.</summary>
    public sealed record InboxRow(string TownId, string EventId, string CitizenId, string Source, bool Done, bool Parked);

    /// <summary>Something that must go out, or has.</summary>
    public sealed record OutboxRow(
        string TownId, Guid OutboxId, string? CitizenId, string Kind, bool Sent, bool Failed, string? Failure, bool Leased, int Attempts, bool Due);

    public sealed record ConversationRow(string TownId, string CitizenId, long TurnNo, bool Parked);

    public sealed record RequestRow(string TownId, string RequestId, string CitizenId, string State, string? Number);

    /// <summary>How much still waits.</summary>
    public sealed record Waiting(long Inbox, long Outbox, long Payments, long Alarms)
    {
        public bool Nothing => Inbox + Outbox + Payments + Alarms == 0;
    }

    public static async Task<Waiting> Waits(string admin, CancellationToken stop)
    {
        const string sql = """
            select (select count(*) from inbox where done_at is null and parked_at is null) as inbox,
                   (select count(*) from outbox where sent_at is null and failed_at is null and due_at < now() + interval '1 hour') as outbox,
                   (select count(*) from payment_event where done_at is null and parked_at is null) as payments,
                   0::bigint as alarms
            """;

        await using var connection = await Open(admin, stop);
        return await connection.QuerySingleAsync<Waiting>(new CommandDefinition(sql, cancellationToken: stop));
    }

    /// <summary>Makes due what is in nobody's hands and waits for its next attempt.</summary>
    public static async Task EndPauses(string admin, CancellationToken stop)
    {
        const string sql = """
            update outbox set due_at = now()
             where sent_at is null and failed_at is null and lease_owner is null and due_at > now() and due_at < now() + interval '1 hour'
            """;

        await using var connection = await Open(admin, stop);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: stop));
    }

    public static async Task<IReadOnlyList<InboxRow>> Inbox(string admin, DateTimeOffset since, CancellationToken stop)
    {
        const string sql = """
            select town_id, event_id, citizen_id, source, done_at is not null as done, parked_at is not null as parked
              from inbox where received_at >= @since
            """;

        await using var connection = await Open(admin, stop);
        return [.. await connection.QueryAsync<InboxRow>(new CommandDefinition(sql, new { since = since.UtcDateTime }, cancellationToken: stop))];
    }

    public static async Task<IReadOnlyList<OutboxRow>> Outbox(string admin, DateTimeOffset since, CancellationToken stop)
    {
        const string sql = """
            select town_id, outbox_id, citizen_id, kind, sent_at is not null as sent, failed_at is not null as failed, failure,
                   lease_until is not null as leased, attempts, due_at < now() + interval '1 hour' as due
              from outbox where created_at >= @since
            """;

        await using var connection = await Open(admin, stop);
        return [.. await connection.QueryAsync<OutboxRow>(new CommandDefinition(sql, new { since = since.UtcDateTime }, cancellationToken: stop))];
    }

    public static async Task<IReadOnlyList<ConversationRow>> Conversations(string admin, CancellationToken stop)
    {
        const string sql = "select town_id, citizen_id, turn_no, parked_at is not null as parked from conversation";

        await using var connection = await Open(admin, stop);
        return [.. await connection.QueryAsync<ConversationRow>(new CommandDefinition(sql, cancellationToken: stop))];
    }

    public static async Task<IReadOnlyList<RequestRow>> Requests(string admin, CancellationToken stop)
    {
        const string sql = "select town_id, request_id::text as request_id, coalesce(citizen_id, '') as citizen_id, state, number from bulky_request";

        await using var connection = await Open(admin, stop);
        return [.. await connection.QueryAsync<RequestRow>(new CommandDefinition(sql, cancellationToken: stop))];
    }

    private static async Task<NpgsqlConnection> Open(string admin, CancellationToken stop)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(stop);
        return connection;
    }
}
