namespace Bot.Infrastructure.Stripe;

/// <summary>What Stripe answered to a call.</summary>
public abstract record StripeAnswer<T>
{
    private StripeAnswer() { }

    /// <param name="Replayed">Stripe had done this before under the same key and repeats its answer.</param>
    public sealed record Good(T Value, string? RequestId, bool Replayed) : StripeAnswer<T>;

    public sealed record Bad(StripeError Error) : StripeAnswer<T>;
}

/// <summary>Why a call came to nothing.</summary>
public abstract record StripeError(string Message, string? RequestId)
{
    /// <summary>The request is wrong; asking again is wrong again.</summary>
    public sealed record Invalid(string Message, string? RequestId, string? Code, string? Param) : StripeError(Message, RequestId);

    public sealed record NotFound(string Message, string? RequestId) : StripeError(Message, RequestId);

    /// <summary>The key is wrong or may not do this: the town's settings need a person.</summary>
    public sealed record NotAllowed(string Message, string? RequestId) : StripeError(Message, RequestId);

    /// <summary>The payment itself was turned down.</summary>
    public sealed record Declined(string Message, string? RequestId, string? Code) : StripeError(Message, RequestId);

    /// <summary>The same idempotency key came with other parameters: a defect of ours.</summary>
    public sealed record KeyReused(string Message, string? RequestId) : StripeError(Message, RequestId);

    /// <summary>Two calls with one key at the same moment, or a lock at Stripe.</summary>
    public sealed record Busy(string Message, string? RequestId) : StripeError(Message, RequestId);

    public sealed record TooMany(string Message, string? RequestId, string? Limiter) : StripeError(Message, RequestId);

    /// <summary>Stripe is in trouble. What was asked may have been done.</summary>
    public sealed record Broken(string Message, string? RequestId, int Status) : StripeError(Message, RequestId);

    /// <summary>No answer, or none that can be read. What was asked may have been done.</summary>
    public sealed record NoAnswer(string Message) : StripeError(Message, RequestId: null);
}
