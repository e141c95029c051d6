using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;

namespace Bot.Infrastructure.Stripe;

/// <summary>Stripe as the agent that takes a town's money.</summary>
public sealed class StripeAgent(StripeClient client, StripeAccounts accounts, StripeSettings settings, TimeProvider clock) : IPaymentAgent
{
    public async Task<AgentAnswer<CheckoutSeen>> Open(CheckoutOrder order, Guid key, CancellationToken stop) =>
        accounts.Of(order.Payment.Town) is { } account
            ? Answer(await client.CreateSession(account, StripeOrders.Session(order, settings), key.ToString(), stop), Seen)
            : NoAccount<CheckoutSeen>();

    public async Task<AgentAnswer<CheckoutSeen>> Read(TownId town, string session, CancellationToken stop) =>
        accounts.Of(town) is { } account
            ? Answer(await client.GetSession(account, session, stop), Seen)
            : NoAccount<CheckoutSeen>();

    public async Task<AgentAnswer<CheckoutSeen>> Close(TownId town, string session, Guid key, CancellationToken stop)
    {
        if (accounts.Of(town) is not { } account)
        {
            return NoAccount<CheckoutSeen>();
        }

        var read = await client.GetSession(account, session, stop);
        var asked = read is not StripeAnswer<StripeSession>.Good { Value: var found } ? null
            : found.Status == "open" ? Error(await client.ExpireSession(account, session, key.ToString(), stop))
            : found is { PaymentStatus: "unpaid", IntentId: { } voucher } && Stage(found) == CheckoutStage.Voucher
                ? Error(await client.CancelIntent(account, voucher, key.ToString(), stop))
            : null;

        // A refusal means that it was just paid or closed by itself: what it is now decides. Only trouble is worth another try.
        return asked is not null and not (StripeError.Invalid or StripeError.NotFound)
            ? Refusal<CheckoutSeen>(asked)
            : Answer(await client.GetSession(account, session, stop), Seen);
    }

    public async Task<AgentAnswer<CheckoutPage>> List(
        TownId town, DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken stop) =>
        accounts.Of(town) is { } account
            ? Answer(await client.ListSessions(account, from, until, after, stop), page => new CheckoutPage([.. page.Items.Select(Seen)], page.Next))
            : NoAccount<CheckoutPage>();

    public async Task<AgentAnswer<RefundSeen>> Refund(RefundOrder order, Guid key, CancellationToken stop)
    {
        if (accounts.Of(order.Town) is not { } account)
        {
            return NoAccount<RefundSeen>();
        }

        if (order.Tried)
        {
            var before = await client.ListRefunds(account, order.Intent, stop);
            if (before is StripeAnswer<StripePage<StripeRefund>>.Bad bad)
            {
                return Refusal<RefundSeen>(bad.Error);
            }

            if (before is StripeAnswer<StripePage<StripeRefund>>.Good { Value.Items: var refunds, RequestId: var id }
                && refunds.FirstOrDefault(r => r.RefundId == order.Refund.ToString()) is { } done)
            {
                return new AgentAnswer<RefundSeen>.Got(Seen(done), id);
            }
        }

        // A konbini payment goes back to a bank account that Stripe asks for by mail; the address is Stripe's own and is not kept here.
        var mail = order.Session is { } session && await client.GetSession(account, session, stop) is StripeAnswer<StripeSession>.Good good
            ? good.Value.Email
            : null;
        var answer = await client.CreateRefund(account, StripeOrders.Refund(order, mail), key.ToString(), stop);
        return answer is StripeAnswer<StripeRefund>.Bad { Error: StripeError.Invalid { Code: "charge_already_refunded", RequestId: var request } }
            ? new AgentAnswer<RefundSeen>.Got(
                new RefundSeen(Id: null, order.Refund, order.Intent, RefundStage.Done, order.Amount, clock.GetUtcNow()), request)
            : Answer(answer, Seen);
    }

    public async Task<AgentAnswer<RefundSeen>> ReadRefund(TownId town, string refund, CancellationToken stop) =>
        accounts.Of(town) is { } account
            ? Answer(await client.GetRefund(account, refund, stop), Seen)
            : NoAccount<RefundSeen>();

    public bool Verifies(TownId town, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        accounts.Of(town) is { } account && account.Signature.Verifies(signature, body, now);

    public (string Id, string Type)? Name(ReadOnlyMemory<byte> body) => StripeEvent.Parse(body) is { } told ? (told.Id, told.Type) : null;

    public AgentPointer Understand(TownId town, ReadOnlyMemory<byte> body) =>
        accounts.Of(town) is { } account ? StripePointers.Understand(account, body) : new AgentPointer.Nowhere("the town has no account");

    private CheckoutSeen Seen(StripeSession session) => new(
        new Checkout(session.Id, session.Url, session.ExpiresAt),
        Guid.TryParse(session.PaymentId, out var payment) ? new PaymentId(payment) : null,
        Stage(session),
        session.Amount,
        session.Intent?.VoucherUntil is { } until ? new Voucher(until, session.Intent.VoucherUrl) : null,
        session.IntentId is { } intent ? new Settlement(
            session.Intent?.Method ?? session.Intent?.OnlyMethod ?? session.OnlyMethod ?? "online",
            session.Intent?.ChargedAt ?? clock.GetUtcNow(),
            intent,
            session.Intent?.Fee,
            session.Intent?.Net) : null,
        session.Intent?.Refunded);

    private static CheckoutStage Stage(StripeSession session) => (session.Status, session.PaymentStatus, session.Intent?.Status) switch
    {
        (_, "paid", _) => CheckoutStage.Paid,
        ("expired", _, _) => CheckoutStage.Expired,
        ("complete", "unpaid", "requires_payment_method" or "canceled") => CheckoutStage.Declined,
        ("complete", "unpaid", _) => CheckoutStage.Voucher,
        ("open", _, _) => CheckoutStage.Open,
        _ => CheckoutStage.Unknown,
    };

    private RefundSeen Seen(StripeRefund refund) => new(
        refund.Id,
        Guid.TryParse(refund.RefundId, out var ours) ? ours : null,
        refund.IntentId,
        refund.Status switch
        {
            "succeeded" => RefundStage.Done,
            "requires_action" => RefundStage.Waiting,
            "failed" or "canceled" => RefundStage.Failed,
            _ => RefundStage.Pending,
        },
        refund.Amount,
        refund.Created ?? clock.GetUtcNow());

    private static StripeError? Error<T>(StripeAnswer<T> answer) => (answer as StripeAnswer<T>.Bad)?.Error;

    private static AgentAnswer<TOut> Answer<T, TOut>(StripeAnswer<T> answer, Func<T, TOut> read) => answer switch
    {
        StripeAnswer<T>.Good good => new AgentAnswer<TOut>.Got(read(good.Value), good.RequestId),
        StripeAnswer<T>.Bad bad => Refusal<TOut>(bad.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static AgentAnswer<T> Refusal<T>(StripeError error) => error switch
    {
        StripeError.NoAnswer or StripeError.Broken or StripeError.Busy => Later<T>(TimeSpan.Zero, error),
        StripeError.TooMany => Later<T>(TimeSpan.FromSeconds(5), error),

        // A wrong key is mended by a person; what was asked for stays wanted.
        StripeError.NotAllowed => Later<T>(TimeSpan.FromMinutes(5), error),
        _ => new AgentAnswer<T>.No(Why(error)),
    };

    private static AgentAnswer<T> Later<T>(TimeSpan after, StripeError error) => new AgentAnswer<T>.Later(after, Why(error));

    private static AgentAnswer<T> NoAccount<T>() => new AgentAnswer<T>.Later(TimeSpan.FromMinutes(5), "the town has no Stripe account in its settings");

    private static string Why(StripeError error) => error is StripeError.Invalid invalid
        ? string.Create(CultureInfo.InvariantCulture, $"Invalid {invalid.Code} {invalid.Param} {invalid.RequestId}")
        : $"{error.GetType().Name} {error.RequestId}";
}
