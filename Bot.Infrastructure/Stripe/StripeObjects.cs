using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Stripe;

/// <summary>A checkout page at Stripe. Words that Stripe may extend stay text.</summary>
public sealed record StripeSession(
    string Id, string? Status, string? PaymentStatus, string? Url, DateTimeOffset? Created, DateTimeOffset? ExpiresAt,
    Yen? Amount, string? Currency, string? IntentId, StripeIntent? Intent, string? OnlyMethod, string? PaymentId, string? Email)
{
    internal static StripeSession From(JsonElement json) => new(
        json.Text("id") ?? throw new JsonException("a session without an id"),
        json.Text("status"),
        json.Text("payment_status"),
        json.Text("url"),
        json.Time("created"),
        json.Time("expires_at"),
        json.Amount("amount_total"),
        json.Text("currency"),
        json.Id("payment_intent"),
        json.Expanded("payment_intent") is { } intent ? StripeIntent.From(intent) : null,
        json.OnlyOne("payment_method_types"),
        json.Metadata("payment"),
        json.Inner("customer_details")?.Text("email"));
}

/// <summary>The money of a session, with its charge when there is one.</summary>
public sealed record StripeIntent(
    string Id, string? Status, Yen? Amount, DateTimeOffset? VoucherUntil, string? VoucherUrl, string? OnlyMethod,
    string? Method, DateTimeOffset? ChargedAt, Yen? Fee, Yen? Net, Yen? Refunded)
{
    internal static StripeIntent From(JsonElement json)
    {
        var charge = json.Expanded("latest_charge");
        var books = charge?.Expanded("balance_transaction");
        var voucher = json.Inner("next_action")?.Inner("konbini_display_details");
        return new(
            json.Text("id") ?? throw new JsonException("a payment intent without an id"),
            json.Text("status"),
            json.Amount("amount"),
            voucher?.Time("expires_at"),
            voucher?.Text("hosted_voucher_url"),
            json.OnlyOne("payment_method_types"),
            charge?.Inner("payment_method_details")?.Text("type"),
            books?.Time("created") ?? charge?.Time("created"),
            books?.Amount("fee"),
            books?.Amount("net"),
            charge?.Amount("amount_refunded"));
    }
}

/// <summary>Money on its way back.</summary>
public sealed record StripeRefund(string Id, string? Status, Yen Amount, string? IntentId, DateTimeOffset? Created, string? FailureReason, string? RefundId)
{
    internal static StripeRefund From(JsonElement json) => new(
        json.Text("id") ?? throw new JsonException("a refund without an id"),
        json.Text("status"),
        json.Amount("amount") ?? new Yen(0),
        json.Id("payment_intent"),
        json.Time("created"),
        json.Text("failure_reason"),
        json.Metadata("refund"));
}

/// <summary>What a webhook carries: that something happened to an object.</summary>
public sealed record StripeEvent(string Id, string Type, string? ApiVersion, DateTimeOffset? Created, bool Live, JsonElement Subject)
{
    /// <summary>Null when the bytes are no event at all.</summary>
    public static StripeEvent? Parse(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw);
            return From(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static StripeEvent? From(JsonElement json) =>
        Name(json, "id") is { } id && Name(json, "type") is { } type
            ? new(id, type, json.Text("api_version"), json.Time("created"), json.Truth("livemode"),
                json.Inner("data")?.Inner("object")?.Clone() ?? default)
            : null;

    /// <summary>Both become keys of rows: what is long or holds anything but plain signs is none of Stripe's.</summary>
    private static string? Name(JsonElement json, string field) =>
        json.Text(field) is { Length: > 0 and <= 255 } name && name.All(letter => letter is > ' ' and <= '~') ? name : null;
}

/// <summary>A town's account as Stripe sees it, for checking a town's settings.</summary>
public sealed record StripeStanding(string Id, string? Country, string? Currency, bool TakesMoney, string? Card, string? Konbini, string? PayPay)
{
    internal static StripeStanding From(JsonElement json)
    {
        var can = json.Inner("capabilities") ?? default;
        return new(
            json.Text("id") ?? throw new JsonException("an account without an id"),
            json.Text("country"), json.Text("default_currency"), json.Truth("charges_enabled"),
            can.Text("card_payments"), can.Text("konbini_payments"), can.Text("paypay_payments"));
    }
}

/// <summary>One page of a list; <paramref name="Next"/> is where the following page begins.</summary>
public sealed record StripePage<T>(Items<T> Items, string? Next);
