using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Payments;

/// <summary>By which methods a town takes money online.</summary>
public delegate IReadOnlyList<string> PaymentMethods(TownId town);

/// <summary>Makes the order for a page from a payment.</summary>
public sealed class CheckoutOrders(PaymentLinks links, PaymentMethods methods)
{
    /// <param name="since">When the page was first asked for: the order must be the same however often it is tried.</param>
    public CheckoutOrder For(Payment payment, DateTimeOffset since) =>
        new(payment, CheckoutTerms.For(payment.Amount, methods(payment.Town), since, payment.PayBy), links.To(payment));
}

/// <summary>Opens the agent's page for a payment (<c>stripe.checkout</c>).</summary>
public sealed class CheckoutHandler(Database database, IPaymentAgent agent, PaymentLedger ledger, CheckoutOrders orders, TimeProvider clock, FailPoints? points = null)
{
    // The agent forgets our keys after a day; from then on the same call could open a second page.
    internal static readonly TimeSpan KeyLives = TimeSpan.FromHours(23);

    public async Task<Delivery> Handle(OutboxJob job, CancellationToken stop)
    {
        var id = new PaymentId(PaymentBook.Read<PaymentBook.CheckoutBody>(job.Row).Payment);
        if (await database.ReadInTown(job.Town, tx => PaymentTable.Read(tx, job.Town, id, stop), stop) is not { } payment)
        {
            return new Delivery.Failed("there is no such payment");
        }

        if (payment.State is not PaymentState.Requested)
        {
            return new Delivery.Sent(RequestId: null);
        }

        var order = orders.For(payment, job.FirstTriedAt);
        var answer = order.Terms.Methods.Count == 0
            ? new AgentAnswer<CheckoutSeen>.No("no way to pay takes this amount")
            : clock.GetUtcNow() - job.FirstTriedAt > KeyLives
                ? new AgentAnswer<CheckoutSeen>.No("no page could be opened for a day")
                : await agent.Open(order, job.Row.Id, stop);
        switch (answer)
        {
            case AgentAnswer<CheckoutSeen>.Got got:
                await (points ?? FailPoints.None).Reach("checkout-opened");
                await Tell(job.Town, id, new PaymentFact.Opened(got.Value.Checkout), stop);
                return new Delivery.Sent(got.RequestId);
            case AgentAnswer<CheckoutSeen>.Later later:
                return new Delivery.Retry(later.After, later.Reason);
            case AgentAnswer<CheckoutSeen>.No no:
                await Tell(job.Town, id, new PaymentFact.OpenRefused(), stop);
                return new Delivery.Failed(no.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task Tell(TownId town, PaymentId payment, PaymentFact fact, CancellationToken stop) =>
        await database.InTown(town, tx => ledger.Apply(tx, town, payment, [fact], stop), stop);
}

/// <summary>Closes a page that must not be paid on any more (<c>stripe.expire</c>).</summary>
public sealed class ExpireHandler(Database database, IPaymentAgent agent, PaymentLedger ledger)
{
    public async Task<Delivery> Handle(OutboxJob job, CancellationToken stop)
    {
        var body = PaymentBook.Read<PaymentBook.ExpireBody>(job.Row);
        switch (await agent.Close(job.Town, body.Session, job.Row.Id, stop))
        {
            case AgentAnswer<CheckoutSeen>.Got got:
                // It may have been paid at the last moment; the payment's own rules then send the money back.
                await database.InTown(job.Town, tx => ledger.Apply(tx, job.Town, new PaymentId(body.Payment), got.Value.Facts(), stop), stop);
                return new Delivery.Sent(got.RequestId);
            case AgentAnswer<CheckoutSeen>.Later later:
                return new Delivery.Retry(later.After, later.Reason);
            case AgentAnswer<CheckoutSeen>.No no:
                return new Delivery.Failed(no.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>Sends money back (<c>stripe.refund</c>).</summary>
public sealed class RefundHandler(Database database, IPaymentAgent agent, PaymentLedger ledger, TimeProvider clock, FailPoints? points = null)
{
    public async Task<Delivery> Handle(OutboxJob job, CancellationToken stop)
    {
        var id = PaymentBook.Read<PaymentBook.RefundBody>(job.Row).Refund;
        var (refund, payment) = await database.ReadInTown(job.Town, async tx =>
            await RefundTable.Read(tx, job.Town, id, stop) is { } found
                ? (found, await PaymentTable.Read(tx, job.Town, found.Payment, stop))
                : default, stop);
        if (refund is null || payment is null)
        {
            return new Delivery.Failed("there is no such refund");
        }

        if (refund.State != "asked" || refund.AgentId is not null)
        {
            return new Delivery.Sent(RequestId: null);
        }

        // Cards and wallets take money back; for anything else the agent must be able to ask the resident.
        var session = payment.Settlement is { Method: CheckoutTerms.Card or CheckoutTerms.PayPay } ? null : payment.Checkout?.Session;
        var tried = clock.GetUtcNow() - job.FirstTriedAt > CheckoutHandler.KeyLives;
        var order = new RefundOrder(job.Town, payment.Id, id, refund.Intent, refund.Amount, session, tried);
        switch (await agent.Refund(order, job.Row.Id, stop))
        {
            case AgentAnswer<RefundSeen>.Got got:
                await (points ?? FailPoints.None).Reach("refund-made");
                await Tell(job.Town, got.Value with { Refund = id }, stop);
                return new Delivery.Sent(got.RequestId);
            case AgentAnswer<RefundSeen>.Later later:
                return new Delivery.Retry(later.After, later.Reason);
            case AgentAnswer<RefundSeen>.No no:
                await Tell(job.Town, new RefundSeen(Id: null, id, refund.Intent, RefundStage.Failed, refund.Amount, clock.GetUtcNow()), stop);
                return new Delivery.Failed(no.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task Tell(TownId town, RefundSeen seen, CancellationToken stop) =>
        await database.InTown(town, tx => ledger.Apply(tx, town, seen, stop), stop);
}
