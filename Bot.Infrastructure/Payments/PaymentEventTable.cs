using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>A stored webhook in the hands of a clerk.</summary>
public sealed record PaymentEvent(string Id, string Type, byte[] Raw, int Attempts);

/// <summary>What the agent told, until it has been dealt with.</summary>
public static class PaymentEventTable
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <returns>False when it was there already.</returns>
    public static async Task<bool> Add(
        NpgsqlTransaction tx, Sealer sealer, TownId town, string id, string type, ReadOnlyMemory<byte> raw, DateTimeOffset receivedAt, CancellationToken stop)
    {
        const string sql = """
            insert into payment_event (town_id, event_id, type, raw, received_at, due_at)
            values (@town, @id, @type, @raw, @receivedAt, clock_timestamp())
            on conflict do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new(sql, new { town, id, type, raw = sealer.Seal(town, "payment_event", "raw", id, raw.Span), receivedAt }, tx, cancellationToken: stop)) == 1;
    }

    /// <summary>Takes events that are due; counted as tried before they are, so that one which kills the process is counted too.</summary>
    public static async Task<IReadOnlyList<PaymentEvent>> Claim(NpgsqlTransaction tx, Sealer sealer, TownId town, int limit, CancellationToken stop)
    {
        const string sql = """
            with due as materialized (
                select event_id from payment_event
                where town_id = @town and done_at is null and parked_at is null and due_at <= clock_timestamp()
                order by due_at limit @limit for update skip locked)
            update payment_event e set attempts = e.attempts + 1, due_at = clock_timestamp() + @lease
            from due where e.town_id = @town and e.event_id = due.event_id
            returning e.event_id, e.type, e.raw, e.attempts
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, limit, lease = Lease }, tx, cancellationToken: stop));
        return [.. rows.Select(row => new PaymentEvent(row.EventId, row.Type, sealer.OpenOrPlain(town, "payment_event", "raw", row.EventId, row.Raw), row.Attempts))];
    }

    public static Task Done(NpgsqlTransaction tx, TownId town, string id, string outcome, CancellationToken stop)
    {
        const string sql = """
            update payment_event set done_at = clock_timestamp(), parked_at = null, outcome = @outcome
            where town_id = @town and event_id = @id and done_at is null
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, id, outcome }, tx, cancellationToken: stop));
    }

    public static Task Again(NpgsqlTransaction tx, TownId town, string id, TimeSpan after, string why, CancellationToken stop)
    {
        const string sql = """
            update payment_event set due_at = clock_timestamp() + @after, outcome = @why
            where town_id = @town and event_id = @id and done_at is null
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, id, after, why }, tx, cancellationToken: stop));
    }

    /// <summary>Tries again later without counting this try.</summary>
    public static Task Wait(NpgsqlTransaction tx, TownId town, string id, TimeSpan after, string why, CancellationToken stop)
    {
        const string sql = """
            update payment_event set due_at = clock_timestamp() + @after, attempts = attempts - 1, outcome = @why
            where town_id = @town and event_id = @id and done_at is null
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, id, after, why }, tx, cancellationToken: stop));
    }

    /// <summary>Puts an event aside for a person; reconciliation mends what it would have told.</summary>
    public static Task Park(NpgsqlTransaction tx, TownId town, string id, string why, CancellationToken stop)
    {
        const string sql = """
            update payment_event set parked_at = clock_timestamp(), outcome = @why
            where town_id = @town and event_id = @id and done_at is null
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, id, why }, tx, cancellationToken: stop));
    }

    /// <summary>Empties what has been read (it may name a person) after a week, and forgets after 40 days, when the agent no longer repeats.</summary>
    public static Task Tidy(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update payment_event set raw = null where town_id = @town and raw is not null and done_at is not null and received_at < @week;
            delete from payment_event where town_id = @town and done_at is not null and received_at < @old
            """;

        return tx.Connection!.ExecuteAsync(new(sql, new { town, week = now.AddDays(-7), old = now.AddDays(-40) }, tx, cancellationToken: stop));
    }

    private sealed record Row(string EventId, string Type, byte[] Raw, int Attempts);
}
