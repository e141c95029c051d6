using Bot.Domain.Kernel;

namespace Bot.Domain.Payments;

/// <summary>One attempt at paying for one thing.</summary>
public readonly record struct PaymentId(Guid Value)
{
    /// <summary>The same purpose and attempt always have the same id, so asking twice asks once.</summary>
    public static PaymentId For(TownId town, string module, string subject, int attempt) =>
        new(NamedGuid.From($"payment|{town}|{module}|{subject}", attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>One line of what is paid for, as the resident reads it on the checkout page; never anything personal.</summary>
public sealed record PaymentLine(string Name, Yen Each, int Count);

/// <summary>The agent's page on which the resident pays. <paramref name="Url"/> is null once the page has closed.</summary>
public sealed record Checkout(string Session, string? Url, DateTimeOffset? Until);

/// <summary>How money came in. Fee and net stay unknown until the agent tells them.</summary>
/// <param name="Method"><c>card</c>, <c>konbini</c>, <c>paypay</c> …, or <see cref="Cash"/>.</param>
/// <param name="Intent">What the agent calls this money; null for cash.</param>
public sealed record Settlement(string Method, DateTimeOffset At, string? Intent = null, Yen? Fee = null, Yen? Net = null)
{
    public const string Cash = "cash";

    public bool IsCash() => Method == Cash;
}

/// <summary>How far money on its way back has come.</summary>
public enum RepaymentStage
{
    /// <summary>Asked of the agent.</summary>
    Asked,

    /// <inheritdoc cref="RefundHurdle.AgentAsksResident"/>
    AgentAsksResident,

    /// <inheritdoc cref="RefundHurdle.AgentFailed"/>
    AgentFailed,

    /// <inheritdoc cref="RefundHurdle.PaidInCash"/>
    PaidInCash,

    /// <summary>The agent gave it back.</summary>
    Done,

    /// <summary>Staff gave it back.</summary>
    ByHand,
}

/// <summary>Money on its way back, or arrived. Several for one payment add up and never exceed it.</summary>
/// <param name="Cause">Why it goes back, once for a payment; empty for the whole of a payment that was let go.</param>
public sealed record Repayment(string Cause, Yen Amount, RepaymentStage Stage = RepaymentStage.Asked, DateTimeOffset? DoneAt = null)
{
    public bool IsDone => Stage is RepaymentStage.Done or RepaymentStage.ByHand;

    public bool NeedsPerson => Stage is RepaymentStage.AgentAsksResident or RepaymentStage.AgentFailed or RepaymentStage.PaidInCash;
}

/// <summary>One attempt at paying for one purpose of one module, and all that is known about it.</summary>
public sealed record Payment
{
    public required PaymentId Id { get; init; }

    public required TownId Town { get; init; }

    /// <summary>Null when the resident came to the counter and is not known by LINE.</summary>
    public required CitizenId? Citizen { get; init; }

    public required string Module { get; init; }

    /// <summary>What the module calls the thing that is paid for, such as its receipt.</summary>
    public required string Subject { get; init; }

    public required int Attempt { get; init; }

    public required Items<PaymentLine> Lines { get; init; }

    public required Language Language { get; init; }

    /// <summary>The unguessable end of the address of the pay page; the same for every attempt at one purpose.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset PayBy { get; init; }

    public required PaymentState State { get; init; }

    public Checkout? Checkout { get; init; }

    public Settlement? Settlement { get; init; }

    public Items<Repayment> Repayments { get; init; } = [];

    /// <summary>Online money that came although the payment was paid already; it goes back and changes nothing else.</summary>
    public string? SecondIntent { get; init; }

    public Yen Amount => Lines.Aggregate(new Yen(0), (sum, line) => sum + (line.Each * line.Count));

    /// <summary>What has gone back or is on its way.</summary>
    public Yen Returned => Repayments.Aggregate(new Yen(0), (sum, repayment) => sum + repayment.Amount);

    /// <summary>What came in and stays.</summary>
    public Yen Kept => State is PaymentState.Paid or PaymentState.Refunding or PaymentState.RefundNeeded or PaymentState.Refunded
        ? new Yen(Amount.Amount - Returned.Amount)
        : new Yen(0);

    /// <summary>Whether the resident may begin another attempt: this one came to nothing, and the time to pay has not passed.</summary>
    public bool MayTryAgain(DateTimeOffset now) =>
        now < PayBy && State is PaymentState.Failed { Final: false } or PaymentState.Expired { Final: false };
}
