using System.Diagnostics;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;

namespace Bot.Infrastructure.Payments;

/// <summary>A payment as its row has it.</summary>
internal sealed record PaymentRow(
    string TownId, Guid PaymentId, string? CitizenId, string Module, string Subject, int Attempt, string Code, string Language, string Lines, int Amount,
    DateTimeOffset RequestedAt, DateTimeOffset PayBy, string State, bool IsAwaiting, DateTimeOffset? VoucherUntil, string? VoucherUrl, bool IsFinal, string? Hurdle,
    bool IsByHand, string? SessionId, string? CheckoutUrl, DateTimeOffset? CheckoutUntil, string? Method, DateTimeOffset? PaidAt, string? PaymentIntent,
    int? Fee, int? Net, string? SecondIntent, int? RefundAmount, DateTimeOffset? RefundedAt, string Repayments)
{
    public const string Columns = """
        town_id, payment_id, citizen_id, module, subject, attempt, code, language, lines::text as lines, amount,
        requested_at, pay_by, state, is_awaiting, voucher_until, voucher_url, is_final, hurdle,
        is_by_hand, session_id, checkout_url, checkout_until, method, paid_at, payment_intent,
        fee, net, second_intent, refund_amount, refunded_at, repayments::text as repayments
        """;

    public static PaymentRow Of(Payment payment) => new(
        payment.Town.Value, payment.Id.Value, payment.Citizen?.Value, payment.Module, payment.Subject, payment.Attempt, payment.Code,
        payment.Language.Tag, JsonSerializer.Serialize(payment.Lines.Select(line => new Line(line.Name, line.Each.Amount, line.Count))),
        payment.Amount.Amount, payment.RequestedAt, payment.PayBy, Word(payment.State),
        payment.State is PaymentState.Open { Voucher: not null },
        (payment.State as PaymentState.Open)?.Voucher?.Until,
        (payment.State as PaymentState.Open)?.Voucher?.Url,
        payment.State is PaymentState.Failed { Final: true } or PaymentState.Expired { Final: true },
        payment.State is PaymentState.RefundNeeded needed ? Word(needed.Hurdle) : null,
        payment.State is PaymentState.Refunded { ByHand: true },
        payment.Checkout?.Session, payment.Checkout?.Url, payment.Checkout?.Until,
        payment.Settlement?.Method, payment.Settlement?.At, payment.Settlement?.Intent, payment.Settlement?.Fee?.Amount, payment.Settlement?.Net?.Amount,
        payment.SecondIntent, payment.Repayments.Count == 0 ? null : payment.Returned.Amount, payment.Repayments.Max(r => r.DoneAt),
        JsonSerializer.Serialize(payment.Repayments.Select(r => new Back(r.Cause, r.Amount.Amount, Word(r.Stage), r.DoneAt?.ToUniversalTime()))));

    public Payment ToPayment() => new()
    {
        Id = new PaymentId(PaymentId),
        Town = new TownId(TownId),
        Citizen = CitizenId is null ? null : new CitizenId(CitizenId),
        Module = Module,
        Subject = Subject,
        Attempt = Attempt,
        Code = Code,
        Language = new Language(Language),
        Lines = [.. JsonSerializer.Deserialize<Line[]>(Lines)!.Select(line => new PaymentLine(line.Name, new Yen(line.Each), line.Count))],
        RequestedAt = RequestedAt,
        PayBy = PayBy,
        State = Read(),
        Checkout = SessionId is null ? null : new Checkout(SessionId, CheckoutUrl, CheckoutUntil),
        Settlement = Method is null || PaidAt is not { } at ? null : new Settlement(Method, at, PaymentIntent, Money(Fee), Money(Net)),
        SecondIntent = SecondIntent,
        Repayments = [.. JsonSerializer.Deserialize<Back[]>(Repayments)!.Select(back => new Repayment(back.Cause, new Yen(back.Amount), Stage(back.Stage), back.DoneAt))],
    };

    private PaymentState Read() => State switch
    {
        "requested" => new PaymentState.Requested(),
        "open" => new PaymentState.Open(IsAwaiting ? new Voucher(VoucherUntil, VoucherUrl) : null),
        "paid" => new PaymentState.Paid(),
        "failed" => new PaymentState.Failed(IsFinal),
        "expired" => new PaymentState.Expired(IsFinal),
        "refunding" => new PaymentState.Refunding(),
        "refund-needed" => new PaymentState.RefundNeeded(Hurdle switch
        {
            "agent-asks-resident" => RefundHurdle.AgentAsksResident,
            "paid-in-cash" => RefundHurdle.PaidInCash,
            _ => RefundHurdle.AgentFailed,
        }),
        "refunded" => new PaymentState.Refunded(IsByHand),
        _ => throw new UnreachableException($"a payment cannot be {State}"),
    };

    private static string Word(PaymentState state) => state switch
    {
        PaymentState.Requested => "requested",
        PaymentState.Open => "open",
        PaymentState.Paid => "paid",
        PaymentState.Failed => "failed",
        PaymentState.Expired => "expired",
        PaymentState.Refunding => "refunding",
        PaymentState.RefundNeeded => "refund-needed",
        PaymentState.Refunded => "refunded",
        _ => throw new UnreachableException(),
    };

    private static string Word(RefundHurdle hurdle) => hurdle switch
    {
        RefundHurdle.AgentAsksResident => "agent-asks-resident",
        RefundHurdle.AgentFailed => "agent-failed",
        RefundHurdle.PaidInCash => "paid-in-cash",
        _ => throw new UnreachableException(),
    };

    private static string Word(RepaymentStage stage) => stage switch
    {
        RepaymentStage.Asked => "asked",
        RepaymentStage.AgentAsksResident => "agent-asks-resident",
        RepaymentStage.AgentFailed => "agent-failed",
        RepaymentStage.PaidInCash => "paid-in-cash",
        RepaymentStage.Done => "done",
        RepaymentStage.ByHand => "by-hand",
        _ => throw new UnreachableException(),
    };

    private static RepaymentStage Stage(string word) => Enum.GetValues<RepaymentStage>().First(stage => Word(stage) == word);

    private static Yen? Money(int? amount) => amount is { } yen ? new Yen(yen) : null;

    private sealed record Line(string Name, int Each, int Count);

    private sealed record Back(string Cause, int Amount, string Stage, DateTimeOffset? DoneAt);
}
