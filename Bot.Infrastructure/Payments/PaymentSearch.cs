using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>Finds payments.</summary>
public static class PaymentSearch
{
    /// <summary>The newest attempt behind a pay page.</summary>
    public static Task<Payment?> ByCode(NpgsqlTransaction tx, TownId town, string code, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment where town_id = @town and code = @code order by attempt desc limit 1
            """;

        return PaymentTable.One(tx, sql, new { town, code }, stop);
    }

    /// <summary>All attempts at a purpose, the first one first.</summary>
    public static Task<IReadOnlyList<Payment>> Of(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment where town_id = @town and module = @module and subject = @subject order by attempt
            """;

        return PaymentTable.Many(tx, sql, new { town, module, subject }, stop);
    }

    /// <summary>Which payment a piece of the agent's money belongs to, be it the first or a second one.</summary>
    public static async Task<PaymentId?> ByIntent(NpgsqlTransaction tx, TownId town, string intent, CancellationToken stop)
    {
        const string sql = """
            select payment_id from payment where town_id = @town and payment_intent = @intent
            union all
            select payment_id from refund where town_id = @town and payment_intent = @intent
            limit 1
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<Guid?>(new(sql, new { town, intent }, tx, cancellationToken: stop)) is { } id
            ? new PaymentId(id)
            : null;
    }

    /// <summary>Payments whose time to pay has passed and whose modules have not been told.</summary>
    public static async Task<IReadOnlyList<PaymentId>> Lapsing(NpgsqlTransaction tx, TownId town, DateTimeOffset now, int limit, CancellationToken stop)
    {
        const string sql = """
            select payment_id from payment
            where town_id = @town and pay_by <= @now and state in ('requested', 'open', 'failed', 'expired') and not is_final and not is_awaiting
            order by pay_by limit @limit
            """;

        var ids = await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(sql, new { town, now, limit }, tx, cancellationToken: stop));
        return [.. ids.Select(id => new PaymentId(id))];
    }

    /// <summary>Payments whose pages must have closed by now although nobody told us.</summary>
    public static Task<IReadOnlyList<Payment>> Overdue(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int limit, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment
            where town_id = @town and checkout_until < @before and state = 'open' and not is_awaiting
            order by checkout_until limit @limit
            """;

        return PaymentTable.Many(tx, sql, new { town, before, limit }, stop);
    }

    /// <summary>Payments that the agent knows and that are waiting for something, asked for before a moment.</summary>
    public static Task<IReadOnlyList<Payment>> Waiting(NpgsqlTransaction tx, TownId town, DateTimeOffset before, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment
            where town_id = @town and requested_at < @before and state in ('open', 'refunding', 'refund-needed') and session_id is not null
            order by requested_at
            """;

        return PaymentTable.Many(tx, sql, new { town, before }, stop);
    }

    /// <summary>Payments of which something must be given back by a person.</summary>
    public static Task<IReadOnlyList<Payment>> NeedingPerson(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = $"select {PaymentRow.Columns} from payment where town_id = @town and state = 'refund-needed' order by requested_at, payment_id limit 200";

        return PaymentTable.Many(tx, sql, new { town }, stop);
    }

    /// <summary>Payments that came in through the agent in a span of time.</summary>
    public static Task<IReadOnlyList<Payment>> PaidOnline(
        NpgsqlTransaction tx, TownId town, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment
            where town_id = @town and paid_at >= @from and paid_at < @until and payment_intent is not null
            order by paid_at, payment_id
            """;

        return PaymentTable.Many(tx, sql, new { town, from, until }, stop);
    }
}
