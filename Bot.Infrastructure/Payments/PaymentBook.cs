using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>Writes what a fact did to a payment: its row, the refunds that begin, and what must be asked of the agent.</summary>
internal static class PaymentBook
{
    public const string CheckoutKind = "stripe.checkout";
    public const string RefundKind = "stripe.refund";
    public const string ExpireKind = "stripe.expire";

    public static async Task Write(NpgsqlTransaction tx, Payment was, PaymentTurn turn, DateTimeOffset now, CancellationToken stop)
    {
        if (turn.Next != was)
        {
            await PaymentTable.Save(tx, turn.Next, stop);
        }

        foreach (var order in turn.Orders.OfType<PaymentOrder.Refund>())
        {
            var refund = Refund.IdOf(was.Id, order.Intent, order.Cause);
            await RefundTable.Add(tx, was.Town, new Refund(refund, was.Id, order.Intent, order.Cause, order.Amount, "asked", AgentId: null, now), stop);
        }

        if (turn.Orders.Count > 0)
        {
            await OutboxTable.Add(tx, was.Town, [.. turn.Orders.Select(order => Row(was, order, now))], stop);
        }
    }

    /// <summary>The wish for a page; its id is the agent's idempotency key.</summary>
    public static OutboxRow Checkout(Payment payment, DateTimeOffset now) => Row(
        NamedGuid.From(payment.Id.Value, "checkout"), Lane.Reply, CheckoutKind, new CheckoutBody(payment.Id.Value), now);

    public static T Read<T>(OutboxRow row) => JsonSerializer.Deserialize<T>(row.Body.Span)
        ?? throw new InvalidOperationException($"the body of {row.Id} is empty");

    private static OutboxRow Row(Payment payment, PaymentOrder order, DateTimeOffset now) => order switch
    {
        PaymentOrder.Refund refund => Row(
            Refund.IdOf(payment.Id, refund.Intent, refund.Cause), Lane.Notice, RefundKind, new RefundBody(Refund.IdOf(payment.Id, refund.Intent, refund.Cause)), now),
        PaymentOrder.Expire expire => Row(
            NamedGuid.From(payment.Id.Value, $"expire:{expire.Session}"), Lane.Notice, ExpireKind, new ExpireBody(payment.Id.Value, expire.Session), now),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Without a resident: what is asked of the agent must not hold up what is said to the resident, nor wait for it.
    private static OutboxRow Row<T>(Guid id, Lane lane, string kind, T body, DateTimeOffset now) => new(
        id, Citizen: null, lane, kind, JsonSerializer.SerializeToUtf8Bytes(body), ReplyToken: null, ReplyUntil: null, now);

    internal sealed record CheckoutBody(Guid Payment);

    internal sealed record RefundBody(Guid Refund);

    internal sealed record ExpireBody(Guid Payment, string Session);
}
