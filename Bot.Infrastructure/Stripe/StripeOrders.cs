using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;

namespace Bot.Infrastructure.Stripe;

/// <summary>What we ask of Stripe, in its own parameters. They follow from the order alone: the same order is the same form.</summary>
internal static class StripeOrders
{
    public static Dictionary<string, object?> Session(CheckoutOrder order, StripeSettings settings)
    {
        var payment = order.Payment;
        var ours = new Dictionary<string, object?>
        {
            ["town"] = payment.Town.Value,
            ["payment"] = payment.Id.Value,
            ["module"] = payment.Module,
            ["subject"] = payment.Subject,
        };
        return new()
        {
            ["mode"] = "payment",
            ["locale"] = Locale(payment.Language),
            ["submit_type"] = "pay",
            [settings.MethodsParameter] = order.Terms.Methods,
            ["line_items"] = payment.Lines.Select(line => new Dictionary<string, object?>
            {
                ["quantity"] = line.Count,
                ["price_data"] = new Dictionary<string, object?>
                {
                    // Yen have no decimals at Stripe either: 300 is ¥300.
                    ["currency"] = "jpy",
                    ["unit_amount"] = line.Each.Amount,
                    ["product_data"] = new Dictionary<string, object?> { ["name"] = line.Name },
                },
            }),
            ["payment_method_options"] = order.Terms.VoucherDays is { } days
                ? new Dictionary<string, object?> { ["konbini"] = new Dictionary<string, object?> { ["expires_after_days"] = days } }
                : null,
            ["expires_at"] = order.Terms.PageUntil,
            ["success_url"] = order.ReturnTo + "?done=1",
            ["cancel_url"] = order.ReturnTo + "?back=1",
            ["client_reference_id"] = payment.Id.Value,
            ["metadata"] = ours,
            ["payment_intent_data"] = new Dictionary<string, object?> { ["metadata"] = ours },
        };
    }

    public static Dictionary<string, object?> Refund(RefundOrder order, string? mail) => new()
    {
        ["payment_intent"] = order.Intent,
        ["amount"] = order.Amount.Amount,
        ["reason"] = "requested_by_customer",
        ["instructions_email"] = mail,
        ["metadata"] = new Dictionary<string, object?>
        {
            ["town"] = order.Town.Value,
            ["payment"] = order.Payment.Value,
            ["refund"] = order.Refund,
        },
    };

    private static string Locale(Language language) => language.Tag switch
    {
        "en" => "en",
        "ko" => "ko",
        "vi" => "vi",
        "zh-Hans" => "zh",
        "zh-Hant" => "zh-TW",
        "pt" => "pt-BR",
        "tl" => "fil",
        _ => "ja",
    };
}
