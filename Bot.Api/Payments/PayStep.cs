using System.Diagnostics;
using Bot.Domain.Payments;

namespace Bot.Api.Payments;

/// <summary>How somebody comes to a pay page.</summary>
public enum PayVisit
{
    /// <summary>By the link in the talk.</summary>
    Coming,

    /// <summary>From the agent's page after paying.</summary>
    FromPaying,

    /// <summary>From the agent's page without paying, or to read the page in another language.</summary>
    Staying,
}

/// <summary>What a pay page does now.</summary>
public abstract record PayStep
{
    private PayStep() { }

    /// <summary>On to the agent's page.</summary>
    public sealed record Onward(string Url) : PayStep;

    /// <summary>Says something.</summary>
    /// <param name="What">Names the phrases: <c>pay.{What}.title</c> and <c>pay.{What}.body</c>.</param>
    public sealed record Told(string What, int Status = 200, int? LookAgainAfter = null, PayAction Action = PayAction.Talk) : PayStep;

    public static Told Away { get; } = new("away", StatusCodes.Status503ServiceUnavailable, LookAgainAfter: 10, PayAction.Look);

    public static PayStep Of(Payment? payment, DateTimeOffset now, PayVisit visit) => payment?.State switch
    {
        null => new Told("unknown", StatusCodes.Status404NotFound),
        _ when payment.MayTryAgain(now) => new Told(payment.State is PaymentState.Failed ? "failed" : "ran-out", Action: PayAction.Again),
        PaymentState.Requested when now < payment.PayBy => new Told("preparing", LookAgainAfter: 4, Action: PayAction.Look),
        PaymentState.Open { Voucher: not null } => new Told("voucher", Action: PayAction.Voucher),
        PaymentState.Open when visit == PayVisit.FromPaying || payment.Checkout is not { Url: not null } page || page.Until <= now =>
            new Told("checking", LookAgainAfter: 4, Action: PayAction.Look),
        PaymentState.Open when visit == PayVisit.Staying => new Told("open", Action: PayAction.Pay),
        PaymentState.Open => new Onward(payment.Checkout!.Url!),
        PaymentState.Paid => new Told("paid"),
        PaymentState.Requested or PaymentState.Failed or PaymentState.Expired => new Told("lapsed"),
        PaymentState.Refunding => new Told("refunding"),
        PaymentState.RefundNeeded { Hurdle: RefundHurdle.AgentAsksResident } => new Told("refund-account"),
        PaymentState.RefundNeeded => new Told("refund-person"),
        PaymentState.Refunded => new Told("refunded"),
        _ => throw new UnreachableException(),
    };
}

/// <summary>The one thing that a reader of the page can do next.</summary>
public enum PayAction
{
    /// <summary>Back to the talk.</summary>
    Talk,

    /// <summary>Look whether there is news.</summary>
    Look,

    /// <summary>On to the agent's page.</summary>
    Pay,

    /// <summary>See the voucher's number.</summary>
    Voucher,

    /// <summary>Another attempt.</summary>
    Again,
}
