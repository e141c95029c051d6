using System.Diagnostics;
using Bot.Domain.Kernel;

namespace Bot.Domain.Payments;

/// <summary>What the module that asked for the money must hear. Each is told once for a payment.</summary>
public abstract record PaymentNews
{
    private PaymentNews() { }

    /// <summary>Names this news among all of one payment, so that telling it again is known as the same.</summary>
    public string Key => this switch
    {
        Failed { Final: true } => "failed-for-good",
        Failed => "failed",
        Expired { Final: true } => "expired-for-good",
        Expired => "expired",
        RefundDone { ByHand: true } told => $"refund-by-hand{Of(told.Cause)}",
        RefundDone told => $"refund-done{Of(told.Cause)}",
        RefundNeedsPerson told => $"refund-needs-person:{told.Hurdle}{Of(told.Cause)}",
        PaidTooLate told => $"paid-too-late:{told.Settlement.Intent}",
        VoucherIssued => "voucher",
        Paid => "paid",
        _ => throw new UnreachableException(),
    };

    public sealed record Paid(Settlement Settlement) : PaymentNews;

    public sealed record VoucherIssued(Voucher Voucher) : PaymentNews;

    /// <param name="Final">False: the resident may try again on the same pay page until the time to pay has passed.</param>
    public sealed record Failed(bool Final) : PaymentNews;

    /// <inheritdoc cref="Failed"/>
    public sealed record Expired(bool Final) : PaymentNews;

    public sealed record RefundDone(Yen Amount, bool ByHand, string Cause = "") : PaymentNews;

    public sealed record RefundNeedsPerson(RefundHurdle Hurdle, string Cause = "") : PaymentNews;

    /// <summary>Money came after the module had let go, or a second time; it is being returned already.</summary>
    public sealed record PaidTooLate(Settlement Settlement) : PaymentNews;

    private static string Of(string cause) => cause.Length == 0 ? "" : $":{cause}";
}

/// <summary>What must be asked of the agent.</summary>
public abstract record PaymentOrder
{
    private PaymentOrder() { }

    /// <summary>Close the agent's page, and the voucher if there is one.</summary>
    public sealed record Expire(string Session) : PaymentOrder;

    /// <param name="Intent">Which money: a second payment has one of its own.</param>
    /// <param name="Cause">Which of the repayments of that money.</param>
    public sealed record Refund(string Intent, Yen Amount, string Cause = "") : PaymentOrder;
}

/// <summary>A payment after a fact, with what follows from it.</summary>
public sealed record PaymentTurn(Payment Next, Items<PaymentNews> News, Items<PaymentOrder> Orders);
