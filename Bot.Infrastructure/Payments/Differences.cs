using Bot.Domain.Kernel;
using Bot.Domain.Payments;

namespace Bot.Infrastructure.Payments;

/// <summary>Finds out in what a payment and the agent's page for it do not agree, after all that could be applied has been.</summary>
internal static class Differences
{
    public static Difference Unknown(PaymentId payment, CheckoutSeen seen) =>
        new("unknown-payment", payment, seen.Checkout.Session, "none", $"{seen.Stage} ¥{seen.Amount?.Amount}");

    public static Difference Missing(Payment payment) =>
        new("missing-there", payment.Id, payment.Checkout?.Session, payment.State.GetType().Name, "none");

    public static Difference? Between(Payment payment, CheckoutSeen seen)
    {
        var ours = payment.State.GetType().Name;
        var isOurPage = payment.Checkout?.Session == seen.Checkout.Session;
        var isOurMoney = payment.Settlement?.Intent is { } intent && intent == seen.Money?.Intent;
        return (seen.Stage, HasMoney(payment.State)) switch
        {
            // A second page of the same payment: without money it is nothing, with money it was sent back as a second payment.
            (not CheckoutStage.Paid, _) when !isOurPage => null,
            (CheckoutStage.Paid, _) when !isOurMoney => payment.SecondIntent == seen.Money?.Intent ? Returned(payment, seen)
                : new("second-page", payment.Id, seen.Checkout.Session, ours, $"paid ¥{seen.Amount?.Amount}"),
            (CheckoutStage.Paid, false) => new("paid-there", payment.Id, seen.Checkout.Session, ours, $"paid ¥{seen.Amount?.Amount}"),
            (CheckoutStage.Paid, true) => Refunded(payment, seen),
            (CheckoutStage.Unknown, _) => null,
            (_, true) when payment.Settlement is { Intent: not null } => new("not-paid-there", payment.Id, seen.Checkout.Session, ours, seen.Stage.ToString()),
            _ => null,
        };
    }

    private static Difference? Refunded(Payment payment, CheckoutSeen seen)
    {
        // What the agent has not told, or what is on its way or given back by hand, is no difference.
        if (seen.Returned is not { } theirs || payment.Repayments.Any(r => r.Stage is not RepaymentStage.Done))
        {
            return null;
        }

        var ours = payment.Returned;
        return ours == theirs ? null : new("refund", payment.Id, seen.Checkout.Session, $"¥{ours.Amount}", $"¥{theirs.Amount}");
    }

    /// <summary>A second payment goes back by itself; what has not gone by now is shown until it has.</summary>
    private static Difference? Returned(Payment payment, CheckoutSeen seen) => seen.Returned is { Amount: 0 }
        ? new("refund", payment.Id, seen.Checkout.Session, $"¥{payment.Amount.Amount}", "¥0")
        : null;

    private static bool HasMoney(PaymentState state) =>
        state is PaymentState.Paid or PaymentState.Refunding or PaymentState.RefundNeeded or PaymentState.Refunded;
}
