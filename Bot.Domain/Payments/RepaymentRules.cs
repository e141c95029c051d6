using System.Diagnostics;
using Bot.Domain.Kernel;
using static Bot.Domain.Payments.PaymentFact;
using static Bot.Domain.Payments.RepaymentStage;

namespace Bot.Domain.Payments;

/// <summary>
/// What facts about refunds do to a payment that has come in. Each repayment goes its own way by its cause;
/// together they never exceed what came, and the payment's state says where the slowest of them stands.
/// </summary>
internal static class RepaymentRules
{
    public static PaymentTurn Apply(Payment was, PaymentFact fact) => (Known(was, CauseOf(fact)), fact) switch
    {
        (null, RefundAsked f) when f.Amount.Amount > 0 && f.Amount.Amount <= was.Kept.Amount => Ask(was, f),

        // The agent may tell of a refund that was made elsewhere, such as in its own dashboard.
        (null or { Stage: Asked }, RefundWaits f) when HasOnlineMoney(was) => To(was, f.Cause, f.Amount, AgentAsksResident),
        (null or { Stage: Asked or AgentAsksResident or Done }, RefundFailed f) when HasOnlineMoney(was) => To(was, f.Cause, f.Amount, AgentFailed),
        (null or { Stage: Asked or AgentAsksResident }, RefundDone f) when HasOnlineMoney(was) => To(was, f.Cause, f.Amount, Done, f.At),
        ({ NeedsPerson: true } known, RefundedByHand f) => To(was, f.Cause, known.Amount, ByHand, f.At),
        _ => Stay(was),
    };

    private static PaymentTurn Ask(Payment was, RefundAsked asked) => was.Settlement?.Intent is { } intent
        ? new(With(was, new Repayment(asked.Cause, asked.Amount)), [], [new PaymentOrder.Refund(intent, asked.Amount, asked.Cause)])
        : new(With(was, new Repayment(asked.Cause, asked.Amount, PaidInCash)), [], []);

    private static PaymentTurn To(Payment was, string cause, Yen amount, RepaymentStage stage, DateTimeOffset? doneAt = null)
    {
        var known = Known(was, cause);
        if (known is null && (amount.Amount <= 0 || amount.Amount > was.Kept.Amount))
        {
            return Stay(was);
        }

        var next = new Repayment(cause, known?.Amount ?? amount, stage, doneAt);
        return new(With(was, next), [News(next)], []);
    }

    private static PaymentNews News(Repayment repayment) => repayment.Stage switch
    {
        Done => new PaymentNews.RefundDone(repayment.Amount, ByHand: false, repayment.Cause),
        RepaymentStage.ByHand => new PaymentNews.RefundDone(repayment.Amount, ByHand: true, repayment.Cause),
        _ => new PaymentNews.RefundNeedsPerson(HurdleOf(repayment.Stage), repayment.Cause),
    };

    private static Payment With(Payment was, Repayment next)
    {
        Items<Repayment> all = Known(was, next.Cause) is null
            ? [.. was.Repayments, next]
            : [.. was.Repayments.Select(r => r.Cause == next.Cause ? next : r)];
        return was with { Repayments = all, State = StateOf(all) };
    }

    private static PaymentState StateOf(Items<Repayment> all) =>
        all.FirstOrDefault(r => r.NeedsPerson) is { } needs ? new PaymentState.RefundNeeded(HurdleOf(needs.Stage))
        : all.Any(r => r.Stage == Asked) ? new PaymentState.Refunding()
        : new PaymentState.Refunded(all.Any(r => r.Stage == RepaymentStage.ByHand));

    private static RefundHurdle HurdleOf(RepaymentStage stage) => stage switch
    {
        AgentAsksResident => RefundHurdle.AgentAsksResident,
        AgentFailed => RefundHurdle.AgentFailed,
        PaidInCash => RefundHurdle.PaidInCash,
        _ => throw new UnreachableException(),
    };

    private static string CauseOf(PaymentFact fact) => fact switch
    {
        RefundAsked f => f.Cause,
        RefundWaits f => f.Cause,
        RefundFailed f => f.Cause,
        RefundDone f => f.Cause,
        RefundedByHand f => f.Cause,
        _ => throw new UnreachableException(),
    };

    private static Repayment? Known(Payment was, string cause) => was.Repayments.FirstOrDefault(r => r.Cause == cause);

    private static bool HasOnlineMoney(Payment was) => was.Settlement is { Intent: not null };

    private static PaymentTurn Stay(Payment was) => new(was, [], []);
}
