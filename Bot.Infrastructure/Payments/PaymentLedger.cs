using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Payments;

/// <summary>
/// Tells a module what became of a payment, in the transaction that wrote it; what it gives back goes out with that transaction.
/// </summary>
/// <param name="cause">The same for the same news of the same payment, so that rows made from it repeat harmlessly.</param>
public delegate Task<IReadOnlyList<OutboxRow>> PaymentSettled(
    NpgsqlTransaction tx, TownId town, Payment payment, PaymentNews news, Guid cause, CancellationToken stop);

/// <summary>Applies what the agent or the counter tells to payments, and hands the news to the modules.</summary>
/// <param name="modules">By module name; asked at each news, so that modules may themselves need payments.</param>
public sealed class PaymentLedger(Func<string, PaymentSettled?> modules, TimeProvider clock)
{
    /// <returns>The payment after the facts, and whether they changed anything; null when there is no such payment.</returns>
    public async Task<(Payment Payment, bool Changed)?> Apply(
        NpgsqlTransaction tx, TownId town, PaymentId id, IReadOnlyList<PaymentFact> facts, CancellationToken stop)
    {
        if (await PaymentTable.Lock(tx, town, id, stop) is not { } was)
        {
            return null;
        }

        var turn = was.Apply(facts);
        await PaymentBook.Write(tx, was, turn, clock.GetUtcNow(), stop);
        foreach (var news in turn.News)
        {
            var tell = modules(was.Module) ?? throw new InvalidOperationException($"nobody hears the news of payments for {was.Module}");
            var rows = await tell(tx, town, turn.Next, news, NamedGuid.From(was.Id.Value, news.Key), stop);
            if (rows.Count > 0)
            {
                await OutboxTable.Add(tx, town, rows, stop);
            }
        }

        return (turn.Next, turn.Next != was);
    }

    /// <summary>Notes how a refund of ours, or one made elsewhere for a payment of ours, stands now.</summary>
    /// <returns>False when the money is not ours.</returns>
    public async Task<bool> Apply(NpgsqlTransaction tx, TownId town, RefundSeen seen, CancellationToken stop)
    {
        if (await Find(tx, town, seen, stop) is not { } refund)
        {
            return false;
        }

        // The payment's lock first, as everywhere; a second payment's refund leaves the payment as it is.
        var payment = await PaymentTable.Lock(tx, town, refund.Payment, stop)
            ?? throw new InvalidOperationException("a refund without a payment");
        await RefundTable.Add(tx, town, refund, stop);
        await RefundTable.Note(tx, town, refund.Id, seen, stop);
        if (seen.Fact(refund.Cause) is { } fact && payment.Settlement?.Intent == refund.Intent)
        {
            await Apply(tx, town, refund.Payment, [fact], stop);
        }

        return true;
    }

    private async Task<Refund?> Find(NpgsqlTransaction tx, TownId town, RefundSeen seen, CancellationToken stop)
    {
        if ((seen.Refund is { } ours ? await RefundTable.Read(tx, town, ours, stop) : null) is { } known)
        {
            return known;
        }

        if (seen.Id is not { } agentId || seen.Intent is not { } intent)
        {
            return null;
        }

        return await RefundTable.ByAgentId(tx, town, agentId, stop)
            ?? (await PaymentSearch.ByIntent(tx, town, intent, stop) is { } payment
                ? new Refund(NamedGuid.From(payment.Value, $"foreign:{agentId}"), payment, intent, $"foreign:{agentId}", seen.Amount, "asked", agentId, clock.GetUtcNow())
                : null);
    }
}

/// <summary>What the counter tells: cash taken, and money given back by hand.</summary>
public sealed class CashDesk(PaymentLedger ledger, TimeProvider clock)
{
    /// <returns>The payment, paid by cash unless something else had ended it before; null when there is none.</returns>
    public async Task<Payment?> RecordCash(NpgsqlTransaction tx, TownId town, PaymentId payment, CancellationToken stop) =>
        (await ledger.Apply(tx, town, payment, [new PaymentFact.CashTaken(clock.GetUtcNow())], stop))?.Payment;

    public async Task<Payment?> RecordRefund(NpgsqlTransaction tx, TownId town, PaymentId payment, string cause, CancellationToken stop) =>
        (await ledger.Apply(tx, town, payment, [new PaymentFact.RefundedByHand(clock.GetUtcNow(), cause)], stop))?.Payment;
}
