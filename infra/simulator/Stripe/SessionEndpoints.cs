using System.Text.Json.Nodes;

namespace Bot.Simulator.Stripe;

/// <summary>Checkout sessions over Stripe's API.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/checkout/sessions");
        sessions.MapPost("/", (StripeCall call) => call.Change(() => Create(call)));
        sessions.MapGet("/", (StripeCall call) => StripeCall.Read(() => List(call)));
        sessions.MapGet("/{id}", (StripeCall call, string id) => StripeCall.Read(() => Expanded(call, Known(call, id))));
        sessions.MapGet("/{id}/line_items", (StripeCall call, string id) => StripeCall.Read(() => StripeWriter.Lines(Known(call, id))));
        sessions.MapPost("/{id}", (StripeCall call, string id) => call.Change(() =>
        {
            call.Form.Only("metadata[*]", "expand[*]");
            var session = Known(call, id);
            foreach (var (name, value) in call.Form.Metadata("metadata")) session.Metadata[name] = value?.DeepClone();
            return StripeWriter.Session(session);
        }));
        sessions.MapPost("/{id}/expire", (StripeCall call, string id) => call.Change(() =>
        {
            _ = call.Account.Expire(Known(call, id).Id, call.RequestId, call.Key);
            return StripeWriter.Session(Known(call, id));
        }));
    }

    private static StripeSession Known(StripeCall call, string id) => call.Account.Session(id) ?? throw StripeProblem.NotFound("checkout.session", id);

    private static JsonObject Expanded(StripeCall call, StripeSession session)
    {
        var expand = call.Form.Array("expand");
        return StripeWriter.Session(session, expandIntent: expand.Contains("payment_intent") && session.Intent is not null, expandLines: expand.Contains("line_items"));
    }

    private static JsonObject Create(StripeCall call)
    {
        var form = call.Form;
        form.Only(
            "mode", "success_url", "cancel_url", "client_reference_id", "customer_email", "customer_creation", "locale", "submit_type", "expires_at", "origin_context", "ui_mode",
            "metadata[*]", "expand[*]", "allowed_payment_method_types[*]", "excluded_payment_method_types[*]", "payment_method_configuration",
            "line_items[*][quantity]", "line_items[*][price_data][currency]", "line_items[*][price_data][unit_amount]", "line_items[*][price_data][product_data][name]",
            "line_items[*][price_data][product_data][description]", "line_items[*][price_data][product_data][metadata][*]", "payment_intent_data[metadata][*]",
            "payment_intent_data[description]", "payment_intent_data[receipt_email]", "payment_intent_data[statement_descriptor_suffix]", "payment_method_options[konbini][expires_after_days]",
            "payment_method_options[card][request_three_d_secure]", "payment_method_options[card][statement_descriptor_suffix_kana]",
            "payment_method_options[card][statement_descriptor_suffix_kanji]");
        if (form.Need("mode") != "payment") throw StripeProblem.Bad(null, "This stand-in knows mode=payment only.", "mode");
        var lines = Lines(form);
        var amount = lines.Sum(l => (long)l.UnitAmount * l.Quantity);
        if (amount < 50) throw StripeProblem.Bad("amount_too_small", "The Checkout Session's total amount must be at least ¥50.", "line_items");
        if (amount > 99_999_999) throw StripeProblem.Bad("amount_too_large", "The Checkout Session's total amount must be no more than ¥99,999,999.", "line_items");
        var now = call.Account.Clock.GetUtcNow();
        // Stripe counts whole seconds
        var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var expires = form.Number("expires_at") is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : created.AddHours(24);
        if (expires < created.AddMinutes(30)) throw StripeProblem.Bad(null, "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at");
        if (expires > created.AddHours(24)) throw StripeProblem.Bad(null, "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at");
        if (form.Text("client_reference_id") is { Length: > 200 }) throw StripeProblem.Bad(null, "Invalid string: must be at most 200 characters", "client_reference_id");
        var days = form.Number("payment_method_options[konbini][expires_after_days]") ?? 3;
        if (days is < 1 or > 60) throw StripeProblem.Bad(null, "Must be between 1 and 60.", "payment_method_options[konbini][expires_after_days]");

        var id = "cs_test_" + Wire.Letters(58);
        var session = new StripeSession(id)
        {
            Lines = lines,
            Created = created,
            ExpiresAt = expires,
            SuccessUrl = Address(form, "success_url", needed: true)!,
            CancelUrl = Address(form, "cancel_url", needed: false),
            ClientReferenceId = form.Text("client_reference_id"),
            CustomerEmail = form.Text("customer_email"),
            Locale = form.Text("locale"),
            Url = $"{call.BaseUrl}/stripe/checkout/{id}",
            Methods = Methods(form, (int)amount),
            KonbiniDays = days,
            Metadata = form.Metadata("metadata"),
            IntentMetadata = form.Metadata("payment_intent_data[metadata]"),
            IntentDescription = form.Text("payment_intent_data[description]"),
        };
        call.Account.Add(session, call.RequestId, call.Key);
        return Expanded(call, session);
    }

    private static IReadOnlyList<StripeLine> Lines(StripeForm form)
    {
        var indexes = form.Indexes("line_items");
        if (indexes.Count == 0) throw StripeProblem.Missing("line_items");
        if (indexes.Count > 100) throw StripeProblem.Bad(null, "You can only pass up to 100 line items.", "line_items");
        return [.. indexes.Select(i =>
        {
            var price = $"line_items[{i}][price_data]";
            if (form.Need($"{price}[currency]") != "jpy") throw StripeProblem.Bad(null, "This stand-in knows jpy only.", $"{price}[currency]");
            form.Need($"{price}[unit_amount]");
            form.Need($"line_items[{i}][quantity]");
            var (unit, quantity) = (form.Number($"{price}[unit_amount]")!.Value, form.Number($"line_items[{i}][quantity]")!.Value);
            if (unit < 0) throw StripeProblem.Bad("parameter_invalid_integer", "Invalid non-negative integer", $"{price}[unit_amount]");
            if (quantity < 1) throw StripeProblem.Bad("parameter_invalid_integer", "This value must be greater than or equal to 1.", $"line_items[{i}][quantity]");
            return new StripeLine(form.Need($"{price}[product_data][name]"), form.Text($"{price}[product_data][description]"), unit, quantity);
        })];
    }

    // what is left of the eligible methods; konbini and PayPay have amounts of their own
    private static PayMethod[] Methods(StripeForm form, int amount)
    {
        var (only, not) = (form.Array("allowed_payment_method_types"), form.Array("excluded_payment_method_types"));
        foreach (var name in only.Concat(not))
            if (name is not ("card" or "konbini" or "paypay")) throw StripeProblem.Bad(null, $"Invalid payment method type: {name}", "allowed_payment_method_types");
        PayMethod[] methods = [.. Enum.GetValues<PayMethod>()
            .Where(m => m != PayMethod.Konbini || amount is >= 120 and <= 300_000)
            .Where(m => m != PayMethod.PayPay || amount is >= 50 and <= 1_000_000)
            .Where(m => only.Count == 0 || only.Contains(StripeWriter.Name(m)))
            .Where(m => !not.Contains(StripeWriter.Name(m)))];
        return methods.Length > 0 ? methods : throw StripeProblem.Bad(null, "No valid payment method types for this Checkout Session.");
    }

    private static string? Address(StripeForm form, string name, bool needed)
    {
        var text = needed ? form.Need(name) : form.Text(name);
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? text : throw StripeProblem.Bad("url_invalid", "Not a valid URL", name);
    }

    private static JsonObject List(StripeCall call)
    {
        var form = call.Form;
        form.Only("limit", "starting_after", "ending_before", "created[gte]", "created[gt]", "created[lte]", "created[lt]", "payment_intent", "status", "expand[*]");
        var limit = form.Number("limit") ?? 10;
        if (limit is < 1 or > 100) throw StripeProblem.Bad("parameter_invalid_integer", "This value must be between 1 and 100.", "limit");
        IEnumerable<StripeSession> all = call.Account.Sessions.Reverse();
        all = all.Where(s => Within(s.Created.ToUnixTimeSeconds(), form) && (form.Text("status") is not { } status || s.Status == status)
            && (form.Text("payment_intent") is not { } intent || s.Intent?.Id == intent));
        if (form.Text("starting_after") is { } after) all = all.SkipWhile(s => s.Id != Known(call, after).Id).Skip(1);
        if (form.Text("ending_before") is { } before) all = all.TakeWhile(s => s.Id != Known(call, before).Id).TakeLast(limit);
        StripeSession[] page = [.. all.Take(limit + 1)];
        return StripeWriter.List("/v1/checkout/sessions", page.Length > limit, page.Take(limit).Select(s => StripeWriter.Session(s)));
    }

    private static bool Within(long created, StripeForm form) =>
        !(created < form.Number("created[gte]")) && !(created <= form.Number("created[gt]")) && !(created > form.Number("created[lte]")) && !(created >= form.Number("created[lt]"));
}
