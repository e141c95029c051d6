using Bot.Domain.Kernel;

namespace Bot.Domain.Payments;

/// <summary>Something that is so, told by the agent or decided by us. Facts may come twice, late and in any order.</summary>
public abstract record PaymentFact
{
    private PaymentFact() { }

    public sealed record Opened(Checkout Checkout) : PaymentFact;

    /// <summary>The agent refused to open a page and would refuse again.</summary>
    public sealed record OpenRefused : PaymentFact;

    public sealed record VoucherIssued(Voucher Voucher) : PaymentFact;

    public sealed record Settled(Settlement Settlement) : PaymentFact;

    public sealed record Declined : PaymentFact;

    public sealed record SessionExpired : PaymentFact;

    /// <summary>Our own time limit has come.</summary>
    public sealed record PayByPassed : PaymentFact;

    /// <summary>The module no longer wants the money.</summary>
    public sealed record Withdrawn : PaymentFact;

    /// <summary>A new attempt takes this one's place.</summary>
    public sealed record Superseded : PaymentFact;

    public sealed record CashTaken(DateTimeOffset At) : PaymentFact;

    /// <param name="Cause">Why; the same cause asks once.</param>
    public sealed record RefundAsked(Yen Amount, string Cause = "") : PaymentFact;

    /// <summary>The agent asks the resident for a bank account.</summary>
    public sealed record RefundWaits(Yen Amount, string Cause = "") : PaymentFact;

    public sealed record RefundFailed(Yen Amount, string Cause = "") : PaymentFact;

    public sealed record RefundDone(Yen Amount, DateTimeOffset At, string Cause = "") : PaymentFact;

    public sealed record RefundedByHand(DateTimeOffset At, string Cause = "") : PaymentFact;
}
