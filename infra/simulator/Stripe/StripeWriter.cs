using System.Globalization;
using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>Writes Stripe's objects as its API answers them.</summary>
internal static class StripeWriter
{
    public static JsonObject Session(StripeSession session, string? line = null, bool expandIntent = false, bool expandLines = false)
    {
        var written = new JsonObject
        {
            ["id"] = session.Id,
            ["object"] = "checkout.session",
            ["amount_subtotal"] = session.Amount,
            ["amount_total"] = session.Amount,
            ["cancel_url"] = session.CancelUrl,
            ["client_reference_id"] = session.ClientReferenceId,
            ["created"] = session.Created.ToUnixTimeSeconds(),
            ["currency"] = "jpy",
            ["customer"] = null,
            ["customer_creation"] = "if_required",
            ["customer_details"] = session.Intent is null ? null : new JsonObject { ["email"] = session.CustomerEmail, ["name"] = null, ["phone"] = null, ["address"] = null },
            ["customer_email"] = session.CustomerEmail,
            ["expires_at"] = session.ExpiresAt.ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["locale"] = session.Locale,
            ["metadata"] = session.Metadata.DeepClone(),
            ["mode"] = "payment",
            ["payment_intent"] = session.Intent is null ? null : expandIntent ? Intent(session) : session.Intent.Id,
            ["payment_method_types"] = new JsonArray([.. session.Methods.Select(m => (JsonNode)Name(m))]),
            ["payment_status"] = session.PaymentStatus,
            ["status"] = session.Status,
            ["success_url"] = session.SuccessUrl,
            ["total_details"] = new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 },
            ["ui_mode"] = "hosted_page",
            ["url"] = session.Status == "open" ? session.Url : null,
        };
        if (expandLines) written["line_items"] = Lines(session);
        return written;
    }

    public static JsonObject Lines(StripeSession session) => List($"/v1/checkout/sessions/{session.Id}/line_items", hasMore: false, session.Lines.Select((line, i) => new JsonObject
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"li_{session.Id[^12..]}{i}"),
        ["object"] = "item",
        ["amount_subtotal"] = line.UnitAmount * line.Quantity,
        ["amount_total"] = line.UnitAmount * line.Quantity,
        ["currency"] = "jpy",
        ["description"] = line.Name,
        ["quantity"] = line.Quantity,
    }));

    public static JsonObject Intent(StripeSession session)
    {
        var intent = session.Intent!;
        return new()
        {
            ["id"] = intent.Id,
            ["object"] = "payment_intent",
            ["amount"] = intent.Amount,
            ["amount_capturable"] = 0,
            ["amount_received"] = intent.Status == "succeeded" ? intent.Amount : 0,
            ["canceled_at"] = null,
            ["created"] = intent.Created.ToUnixTimeSeconds(),
            ["currency"] = "jpy",
            ["customer"] = null,
            ["description"] = session.IntentDescription,
            ["last_payment_error"] = null,
            ["latest_charge"] = intent.Status == "succeeded" ? intent.Charge : null,
            ["livemode"] = false,
            ["metadata"] = session.IntentMetadata.DeepClone(),
            ["next_action"] = intent is { Method: PayMethod.Konbini, Status: "requires_action" } ? Voucher(session) : null,
            ["payment_method_types"] = new JsonArray(Name(intent.Method)),
            ["status"] = intent.Status,
        };
    }

    public static JsonObject Refund(StripeRefund refund) => new()
    {
        ["id"] = refund.Id,
        ["object"] = "refund",
        ["amount"] = refund.Amount,
        ["charge"] = refund.Intent.Charge,
        ["created"] = refund.Created.ToUnixTimeSeconds(),
        ["currency"] = "jpy",
        ["metadata"] = refund.Metadata.DeepClone(),
        ["payment_intent"] = refund.Intent.Id,
        ["reason"] = refund.Reason,
        ["status"] = refund.Status,
    };

    public static JsonObject Charge(StripeIntent intent) => new()
    {
        ["id"] = intent.Charge,
        ["object"] = "charge",
        ["amount"] = intent.Amount,
        ["amount_refunded"] = intent.Refunded,
        ["currency"] = "jpy",
        ["payment_intent"] = intent.Id,
        ["refunded"] = intent.Refunded == intent.Amount,
        ["status"] = "succeeded",
    };

    public static JsonObject List(string url, bool hasMore, IEnumerable<JsonObject> data) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. data]),
        ["has_more"] = hasMore,
        ["url"] = url,
    };

    public static string Name(PayMethod method) => method switch { PayMethod.Card => "card", PayMethod.Konbini => "konbini", _ => "paypay" };

    /// <summary>The number to type at the shop's machine; the same for the same session.</summary>
    public static (string Payment, string Confirmation) Numbers(StripeSession session)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(session.Id));
        return (Digits(hash, 0, 11), Digits(hash, 11, 11));
    }

    private static string Digits(byte[] hash, int from, int count) => string.Concat(hash.Skip(from).Take(count).Select(b => (char)('0' + (b % 10))));

    private static JsonObject Voucher(StripeSession session)
    {
        var (payment, confirmation) = Numbers(session);
        var stores = new JsonObject();
        foreach (var store in (string[])["familymart", "lawson", "ministop", "seicomart"])
            stores[store] = new JsonObject { ["payment_code"] = payment, ["confirmation_number"] = confirmation };
        return new()
        {
            ["type"] = "konbini_display_details",
            ["konbini_display_details"] = new JsonObject
            {
                ["expires_at"] = session.VoucherUntil?.ToUnixTimeSeconds(),
                ["hosted_voucher_url"] = session.Url,
                ["stores"] = stores,
            },
        };
    }
}
