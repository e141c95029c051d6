using System.Diagnostics;
using Bot.Domain.Kernel;
using static Bot.Domain.Payments.PaymentFact;
using static Bot.Domain.Payments.PaymentState;

namespace Bot.Domain.Payments;

/// <summary>
/// What a fact does to a payment. Total: duplicate, late and reordered facts are legal and change nothing that they should not.
/// Paid ends everything but refunds; money that comes after the end goes back.
/// </summary>
public static class PaymentRules
{
    public static PaymentTurn Apply(this Payment was, PaymentFact fact) => (was.State, fact) switch
    {
        (_, Opened f) => Open(was, f.Checkout),

        (Requested or PaymentState.Open { Voucher: null }, VoucherIssued f) =>
            To(was, new PaymentState.Open(f.Voucher), new PaymentNews.VoucherIssued(f.Voucher)),
        (Paid or Failed { Final: true } or Expired { Final: true }, VoucherIssued) => Close(was),

        (Requested or PaymentState.Open or Failed { Final: false } or Expired { Final: false }, Settled f) =>
            To(was with { Settlement = f.Settlement }, new Paid(), new PaymentNews.Paid(f.Settlement)),
        (Failed or Expired, Settled f) => ReturnLate(was, f.Settlement),
        (_, Settled f) => Settle(was, f.Settlement),

        (Requested or PaymentState.Open, Declined) => To(was, new Failed(Final: false), new PaymentNews.Failed(Final: false)),
        (Requested, OpenRefused) => To(was, new Failed(Final: false), new PaymentNews.Failed(Final: false)),
        (Requested or PaymentState.Open { Voucher: null }, SessionExpired) =>
            To(was, new Expired(Final: false), new PaymentNews.Expired(Final: false)),

        // A voucher paid at the store on the last evening is reported later: only the agent ends it.
        (PaymentState.Open { Voucher: not null }, PayByPassed) => Stay(was),
        (Requested or PaymentState.Open, PayByPassed) => Closing(To(was, new Expired(Final: true), new PaymentNews.Expired(Final: true))),
        (Expired { Final: false }, PayByPassed) => To(was, new Expired(Final: true), new PaymentNews.Expired(Final: true)),
        (Failed { Final: false }, PayByPassed) => To(was, new Failed(Final: true), new PaymentNews.Failed(Final: true)),

        (Requested or PaymentState.Open, Withdrawn or Superseded) => Closing(To(was, new Expired(Final: true))),
        (Expired { Final: false }, Withdrawn or Superseded) => To(was, new Expired(Final: true)),
        (Failed { Final: false }, Withdrawn or Superseded) => To(was, new Failed(Final: true)),

        (Requested or PaymentState.Open or Failed { Final: false } or Expired { Final: false }, CashTaken f) => TakeCash(was, f.At),

        (Paid or Refunding or RefundNeeded or Refunded, RefundAsked or RefundWaits or RefundFailed or RefundDone or RefundedByHand) =>
            RepaymentRules.Apply(was, fact),

        (_, VoucherIssued or Declined or OpenRefused or SessionExpired or PayByPassed or Withdrawn or Superseded or CashTaken
            or RefundAsked or RefundWaits or RefundFailed or RefundDone or RefundedByHand) => Stay(was),
        _ => throw new UnreachableException(),
    };

    /// <summary>Applies several facts in turn and gathers what follows.</summary>
    public static PaymentTurn Apply(this Payment was, IEnumerable<PaymentFact> facts) =>
        facts.Aggregate(Stay(was), (turn, fact) => turn.Next.Apply(fact) is var then
            ? new PaymentTurn(then.Next, [.. turn.News, .. then.News], [.. turn.Orders, .. then.Orders])
            : throw new UnreachableException());

    private static PaymentTurn Open(Payment was, Checkout checkout) => was switch
    {
        // A second page for one attempt can only come from a call whose answer was lost for a day: nobody was sent there.
        { Checkout.Session: var known } when known != checkout.Session =>
            new(was, [], [new PaymentOrder.Expire(checkout.Session)]),
        { Checkout: { } known } => Stay(was with { Checkout = new(known.Session, known.Url ?? checkout.Url, known.Until ?? checkout.Until) }),
        { State: Requested } => Stay(was with { State = new PaymentState.Open(), Checkout = checkout }),
        { State: Failed or Expired } or { Settlement.Intent: null } =>
            new(was with { Checkout = checkout }, [], [new PaymentOrder.Expire(checkout.Session)]),
        _ => Stay(was with { Checkout = checkout }),
    };

    private static PaymentTurn Settle(Payment was, Settlement told) => was.Settlement switch
    {
        { } known when known.Intent == told.Intent =>
            Stay(was with { Settlement = known with { Fee = known.Fee ?? told.Fee, Net = known.Net ?? told.Net } }),

        // Paid over the counter and online, or on two pages: the second money goes back at once, the payment stays as it is.
        not null when told.Intent is { } second && second != was.SecondIntent =>
            new(was with { SecondIntent = second }, [new PaymentNews.PaidTooLate(told)], [new PaymentOrder.Refund(second, was.Amount)]),
        _ => Stay(was),
    };

    private static PaymentTurn ReturnLate(Payment was, Settlement late) => late.Intent is not { } intent
        ? Stay(was)
        : new(
            was with { State = new Refunding(), Settlement = late, Repayments = [new Repayment("", was.Amount)] },
            [new PaymentNews.PaidTooLate(late)],
            [new PaymentOrder.Refund(intent, was.Amount)]);

    private static PaymentTurn TakeCash(Payment was, DateTimeOffset at)
    {
        var cash = new Settlement(Settlement.Cash, at, Fee: new Yen(0), Net: was.Amount);
        return Closing(To(was with { Settlement = cash }, new Paid(), new PaymentNews.Paid(cash)));
    }

    private static PaymentTurn Close(Payment was) => was.Settlement is { Intent: not null } ? Stay(was) : Closing(Stay(was));

    private static PaymentTurn Closing(PaymentTurn turn) => turn.Next.Checkout is { } page
        ? turn with { Orders = [.. turn.Orders, new PaymentOrder.Expire(page.Session)] }
        : turn;

    private static PaymentTurn To(Payment was, PaymentState state, params ReadOnlySpan<PaymentNews> news) =>
        new(was with { State = state }, Items.Of(news), []);

    private static PaymentTurn Stay(Payment was) => new(was, [], []);
}
