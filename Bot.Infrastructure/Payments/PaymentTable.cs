using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>The rows of payments.</summary>
public static class PaymentTable
{
    /// <returns>False when this attempt was there already.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, Payment payment, CancellationToken stop)
    {
        const string sql = """
            insert into payment (
                town_id, payment_id, citizen_id, module, subject, attempt, code, language, lines, amount, requested_at, pay_by, state)
            values (
                @TownId, @PaymentId, @CitizenId, @Module, @Subject, @Attempt, @Code, @Language, @Lines::jsonb, @Amount, @RequestedAt, @PayBy, @State)
            on conflict do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new(sql, PaymentRow.Of(payment), tx, cancellationToken: stop)) == 1;
    }

    /// <summary>Reads a payment and keeps it ours until the transaction ends.</summary>
    public static Task<Payment?> Lock(NpgsqlTransaction tx, TownId town, PaymentId payment, CancellationToken stop)
    {
        const string sql = $"select {PaymentRow.Columns} from payment where town_id = @town and payment_id = @id for update";

        return One(tx, sql, new { town, id = payment.Value }, stop);
    }

    public static Task<Payment?> Read(NpgsqlTransaction tx, TownId town, PaymentId payment, CancellationToken stop)
    {
        const string sql = $"select {PaymentRow.Columns} from payment where town_id = @town and payment_id = @id";

        return One(tx, sql, new { town, id = payment.Value }, stop);
    }

    /// <summary>The newest attempt at a purpose, kept ours.</summary>
    public static Task<Payment?> LockLatest(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = $"""
            select {PaymentRow.Columns} from payment
            where town_id = @town and module = @module and subject = @subject
            order by attempt desc limit 1 for update
            """;

        return One(tx, sql, new { town, module, subject }, stop);
    }

    /// <summary>Writes what may change; what was asked for never does.</summary>
    public static async Task Save(NpgsqlTransaction tx, Payment payment, CancellationToken stop)
    {
        const string sql = """
            update payment set
                state = @State, is_awaiting = @IsAwaiting, voucher_until = @VoucherUntil, voucher_url = @VoucherUrl,
                is_final = @IsFinal, hurdle = @Hurdle, is_by_hand = @IsByHand,
                session_id = @SessionId, checkout_url = @CheckoutUrl, checkout_until = @CheckoutUntil,
                method = @Method, paid_at = @PaidAt, payment_intent = @PaymentIntent, fee = @Fee, net = @Net, second_intent = @SecondIntent,
                refund_amount = @RefundAmount, refunded_at = @RefundedAt, repayments = @Repayments::jsonb
            where town_id = @TownId and payment_id = @PaymentId
            """;

        if (await tx.Connection!.ExecuteAsync(new(sql, PaymentRow.Of(payment), tx, cancellationToken: stop)) != 1)
        {
            throw new InvalidOperationException("a payment that is to be saved is not there");
        }
    }

    /// <summary>Says whose payments these are, once a resident's LINE has taken over what staff typed.</summary>
    public static Task SetCitizen(NpgsqlTransaction tx, TownId town, string module, string subject, CitizenId citizen, CancellationToken stop)
    {
        const string sql = "update payment set citizen_id = @citizen where town_id = @town and module = @module and subject = @subject and citizen_id is null";

        return tx.Connection!.ExecuteAsync(new(sql, new { town, module, subject, citizen }, tx, cancellationToken: stop));
    }

    internal static async Task<Payment?> One(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        (await tx.Connection!.QuerySingleOrDefaultAsync<PaymentRow>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))?.ToPayment();

    internal static async Task<IReadOnlyList<Payment>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. (await tx.Connection!.QueryAsync<PaymentRow>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(row => row.ToPayment())];
}
