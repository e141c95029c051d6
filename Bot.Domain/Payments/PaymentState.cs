namespace Bot.Domain.Payments;

/// <summary>Where a payment stands.</summary>
public abstract record PaymentState
{
    private PaymentState() { }

    /// <summary>Asked for; the agent's page is not there yet.</summary>
    public sealed record Requested : PaymentState;

    /// <summary>The agent's page is open, or (with a voucher) the money is to be brought to a convenience store.</summary>
    public sealed record Open(Voucher? Voucher = null) : PaymentState;

    public sealed record Paid : PaymentState;

    /// <summary>The agent or the store turned the money down.</summary>
    /// <param name="Final">No further attempt may follow; the module has let go of what was to be paid.</param>
    public sealed record Failed(bool Final) : PaymentState;

    /// <summary>Nothing came in time. Final as above.</summary>
    public sealed record Expired(bool Final) : PaymentState;

    public sealed record Refunding : PaymentState;

    /// <summary>The money cannot go back by itself: a person must act.</summary>
    public sealed record RefundNeeded(RefundHurdle Hurdle) : PaymentState;

    /// <param name="ByHand">Staff gave it back by bank transfer or at the counter.</param>
    public sealed record Refunded(bool ByHand) : PaymentState;
}

/// <summary>A voucher of a convenience store: until when it can be paid, and where its number is shown.</summary>
public sealed record Voucher(DateTimeOffset? Until, string? Url = null);

/// <summary>Why a person must act before money goes back.</summary>
public enum RefundHurdle
{
    /// <summary>The agent waits for the resident's bank account (konbini).</summary>
    AgentAsksResident,

    /// <summary>The agent could not return it: bank transfer by staff.</summary>
    AgentFailed,

    /// <summary>It was paid at the counter: it goes back over the counter.</summary>
    PaidInCash,
}
