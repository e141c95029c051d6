using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>Refunds, payment intents and events over Stripe's API.</summary>
internal static class RefundEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/refunds", (StripeCall call) => call.Change(() => Create(call)));
        api.MapGet("/refunds/{id}", (StripeCall call, string id) => StripeCall.Read(() =>
            call.Account.Refund(id) is { } refund ? StripeWriter.Refund(refund) : throw StripeProblem.NotFound("refund", id)));
        api.MapGet("/payment_intents/{id}", (StripeCall call, string id) => StripeCall.Read(() =>
            call.Account.ByIntent(id) is { Intent: { } intent } session && intent.Id == id ? StripeWriter.Intent(session) : throw StripeProblem.NotFound("payment_intent", id)));
        api.MapGet("/events/{id}", (StripeCall call, string id) => StripeCall.Read(() =>
            (JsonObject?)call.Account.Event(id)?.DeepClone() ?? throw StripeProblem.NotFound("event", id)));
    }

    private static JsonObject Create(StripeCall call)
    {
        var form = call.Form;
        form.Only("payment_intent", "charge", "amount", "reason", "metadata[*]", "instructions_email", "expand[*]");
        var id = form.Text("payment_intent") ?? form.Text("charge") ?? throw StripeProblem.Bad("parameter_missing", "One of the following params should be provided for this request: payment_intent or charge.");
        var intent = call.Account.ByIntent(id)?.Intent ?? throw StripeProblem.NotFound("payment_intent", id);
        if (intent.Status != "succeeded") throw StripeProblem.Bad(null, $"This PaymentIntent ({id}) does not have a successful charge to refund.", "payment_intent");
        var left = intent.Amount - intent.Refunded;
        if (left == 0) throw StripeProblem.Bad("charge_already_refunded", $"Charge {intent.Charge} has already been refunded.");
        var amount = form.Number("amount") ?? left;
        if (amount < 1) throw StripeProblem.Bad("parameter_invalid_integer", "This value must be greater than or equal to 1.", "amount");
        if (amount > left) throw StripeProblem.Bad(null, $"Refund amount (¥{amount}) is greater than unrefunded amount on charge (¥{left})", "amount");
        if (form.Text("reason") is { } reason && reason is not ("duplicate" or "fraudulent" or "requested_by_customer")) throw StripeProblem.Bad(null, "Invalid reason", "reason");
        // a shop cannot hand money back: the resident is asked for a bank account by e-mail
        if (intent.Method == PayMethod.Konbini) form.Need("instructions_email");
        var refund = new StripeRefund("re_" + Wire.Letters(24), intent, amount)
        {
            Status = intent.Method == PayMethod.Konbini ? "requires_action" : call.Account.RefundsStayPending ? "pending" : "succeeded",
            Reason = form.Text("reason"),
            Created = call.Account.Clock.GetUtcNow(),
            Metadata = form.Metadata("metadata"),
        };
        call.Account.Add(refund, call.RequestId, call.Key);
        return StripeWriter.Refund(refund);
    }
}
