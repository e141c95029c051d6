using Bot.Domain.Kernel;
using Bot.Domain.Payments;

namespace Bot.Infrastructure.Payments;

/// <summary>
/// Whoever takes money for a town. Public money may need another agent than Stripe (a designated one, by the Local Autonomy Act);
/// this is all that such an agent must be able to do. Every call that changes something is repeatable under its key.
/// </summary>
public interface IPaymentAgent
{
    Task<AgentAnswer<CheckoutSeen>> Open(CheckoutOrder order, Guid key, CancellationToken stop);

    Task<AgentAnswer<CheckoutSeen>> Read(TownId town, string session, CancellationToken stop);

    /// <summary>Sees to it that the page, and a voucher that has not been paid, can no longer be used; tells what became of it.</summary>
    Task<AgentAnswer<CheckoutSeen>> Close(TownId town, string session, Guid key, CancellationToken stop);

    /// <summary>What was opened in a span of time, page by page.</summary>
    Task<AgentAnswer<CheckoutPage>> List(TownId town, DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken stop);

    Task<AgentAnswer<RefundSeen>> Refund(RefundOrder order, Guid key, CancellationToken stop);

    Task<AgentAnswer<RefundSeen>> ReadRefund(TownId town, string refund, CancellationToken stop);

    /// <summary>Whether a webhook is genuine.</summary>
    bool Verifies(TownId town, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now);

    /// <summary>The id and type of a webhook; null when the bytes are none.</summary>
    (string Id, string Type)? Name(ReadOnlyMemory<byte> body);

    /// <summary>What a stored webhook is about. It never says what is so: that is read again.</summary>
    AgentPointer Understand(TownId town, ReadOnlyMemory<byte> body);
}

/// <summary>What an agent answered.</summary>
public abstract record AgentAnswer<T>
{
    private AgentAnswer() { }

    public sealed record Got(T Value, string? RequestId) : AgentAnswer<T>;

    /// <summary>Not now; asking again under the same key is safe.</summary>
    public sealed record Later(TimeSpan After, string Reason) : AgentAnswer<T>;

    /// <summary>Never in this way.</summary>
    public sealed record No(string Reason) : AgentAnswer<T>;
}

/// <summary>A page to open.</summary>
public sealed record CheckoutOrder(Payment Payment, CheckoutTerms Terms, string ReturnTo);

/// <param name="Tried">It may have been done before under a key that the agent has forgotten: look first.</param>
public sealed record RefundOrder(TownId Town, PaymentId Payment, Guid Refund, string Intent, Yen Amount, string? Session, bool Tried);

/// <summary>A checkout page as the agent shows it now.</summary>
/// <param name="Payment">Which of our payments it says it is for.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Money">Known once paid.</param>
/// <param name="Returned">How much of the money has gone back, where the agent tells.</param>
public sealed record CheckoutSeen(
    Checkout Checkout, PaymentId? Payment, CheckoutStage Stage, Yen? Amount, Voucher? Voucher, Settlement? Money, Yen? Returned)
{
    /// <summary>The facts that this shows, in the order in which they came about.</summary>
    public Items<PaymentFact> Facts() => Stage switch
    {
        CheckoutStage.Paid when Money is { } money => [new PaymentFact.Opened(Checkout), new PaymentFact.Settled(money)],
        CheckoutStage.Declined => [new PaymentFact.Opened(Checkout), new PaymentFact.Declined()],
        CheckoutStage.Expired => [new PaymentFact.Opened(Checkout), new PaymentFact.SessionExpired()],
        CheckoutStage.Voucher => [new PaymentFact.Opened(Checkout), new PaymentFact.VoucherIssued(Voucher ?? new Voucher(Until: null))],
        _ => [new PaymentFact.Opened(Checkout)],
    };
}

public enum CheckoutStage
{
    Open,
    Voucher,
    Paid,
    Declined,
    Expired,

    /// <summary>A word that we do not know: nothing is concluded from it.</summary>
    Unknown,
}

public sealed record CheckoutPage(Items<CheckoutSeen> Checkouts, string? Next);

/// <summary>A refund as the agent shows it now.</summary>
/// <param name="Refund">Which of our refunds it says it is; null when it was made elsewhere.</param>
public sealed record RefundSeen(string? Id, Guid? Refund, string? Intent, RefundStage Stage, Yen Amount, DateTimeOffset At)
{
    /// <param name="cause">Which of the payment's repayments it is.</param>
    public PaymentFact? Fact(string cause) => Stage switch
    {
        RefundStage.Waiting => new PaymentFact.RefundWaits(Amount, cause),
        RefundStage.Done => new PaymentFact.RefundDone(Amount, At, cause),
        RefundStage.Failed => new PaymentFact.RefundFailed(Amount, cause),
        _ => null,
    };
}

public enum RefundStage
{
    Pending,
    Waiting,
    Done,
    Failed,
}

/// <summary>What a webhook is about.</summary>
public abstract record AgentPointer
{
    private AgentPointer() { }

    /// <param name="Payment">Null: nobody's payment of ours.</param>
    public sealed record ToCheckout(string Session, PaymentId? Payment) : AgentPointer;

    public sealed record ToRefund(string Refund, string? Intent) : AgentPointer;

    /// <summary>The resident or a card company contests a payment.</summary>
    public sealed record ToDispute(string Dispute, string? Intent, string Status) : AgentPointer;

    /// <param name="Why">Kept with the event.</param>
    public sealed record Nowhere(string Why) : AgentPointer;
}
