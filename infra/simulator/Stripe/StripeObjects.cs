using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>How a resident pays on the checkout page.</summary>
public enum PayMethod
{
    Card,
    Konbini,
    PayPay,
}

/// <summary>One line of a checkout session.</summary>
public sealed record StripeLine(string Name, string? Description, int UnitAmount, int Quantity);

/// <summary>A checkout session as the account stores it.</summary>
public sealed class StripeSession
{
    internal StripeSession(string id) => Id = id;

    public string Id { get; }

    /// <summary>open, complete or expired.</summary>
    public string Status { get; internal set; } = "open";

    /// <summary>unpaid, paid or no_payment_required.</summary>
    public string PaymentStatus { get; internal set; } = "unpaid";

    public required IReadOnlyList<StripeLine> Lines { get; init; }

    public int Amount => Lines.Sum(l => l.UnitAmount * l.Quantity);

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string SuccessUrl { get; init; }

    public string? CancelUrl { get; init; }

    public string? ClientReferenceId { get; init; }

    public string? CustomerEmail { get; internal set; }

    public string? Locale { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<PayMethod> Methods { get; init; }

    public int KonbiniDays { get; init; } = 3;

    /// <summary>When the konbini voucher lapses, once there is one.</summary>
    public DateTimeOffset? VoucherUntil { get; internal set; }

    public StripeIntent? Intent { get; internal set; }

    internal JsonObject Metadata { get; set; } = [];

    internal JsonObject IntentMetadata { get; init; } = [];

    internal string? IntentDescription { get; init; }

    public string Return => SuccessUrl.Replace("{CHECKOUT_SESSION_ID}", Id, StringComparison.Ordinal);
}

/// <summary>The payment behind a completed session.</summary>
public sealed class StripeIntent
{
    internal StripeIntent(string id, PayMethod method, int amount) => (Id, Method, Amount) = (id, method, amount);

    public string Id { get; }

    public string Charge { get; } = "ch_" + Wire.Letters(24);

    public PayMethod Method { get; }

    public int Amount { get; }

    /// <summary>requires_action, requires_payment_method or succeeded.</summary>
    public string Status { get; internal set; } = "requires_action";

    public int Refunded { get; internal set; }

    internal DateTimeOffset Created { get; init; }
}

/// <summary>A refund as the account stores it.</summary>
public sealed class StripeRefund
{
    internal StripeRefund(string id, StripeIntent intent, int amount) => (Id, Intent, Amount) = (id, intent, amount);

    public string Id { get; }

    public StripeIntent Intent { get; }

    public int Amount { get; }

    /// <summary>pending, requires_action, succeeded, failed or canceled.</summary>
    public string Status { get; internal set; } = "succeeded";

    public string? Reason { get; init; }

    internal DateTimeOffset Created { get; init; }

    internal JsonObject Metadata { get; init; } = [];
}
