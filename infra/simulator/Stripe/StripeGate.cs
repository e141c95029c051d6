using System.Text;
using System.Text.Json.Nodes;
using Bot.Simulator.Faults;

namespace Bot.Simulator.Stripe;

/// <summary>What every call to Stripe's API passes: request id, key, version, form, faults; and it is written down.</summary>
internal sealed class StripeGate(FakeStripe stripe, SimulatorSettings settings, Ledger ledger, FaultPlan faults)
{
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var requestId = "req_" + Wire.Letters(14);
        context.Response.Headers["Request-Id"] = requestId;
        var account = Secret(request) is { } secret ? stripe.ByKey(secret) : null;
        var fault = faults.Strike($"{request.Method} {request.Path}", account?.Town);
        try
        {
            await FaultyCall.Run(context, fault, Checked, Refuse);

            async Task Checked(HttpContext inner)
            {
                using var reader = new StreamReader(request.Body, Encoding.UTF8);
                var body = await reader.ReadToEndAsync(inner.RequestAborted);
                string? key = request.Headers["Idempotency-Key"];
                if (key is not null && HttpMethods.IsPost(request.Method)) inner.Response.Headers["Idempotency-Key"] = key;
                if (Stop(request, account) is { } stop)
                {
                    await Results.Json(stop.Body, Wire.Json, statusCode: stop.Status).ExecuteAsync(inner);
                    return;
                }

                inner.Response.Headers["Stripe-Version"] = request.Headers["Stripe-Version"].ToString();
                var form = StripeForm.Parse(HttpMethods.IsGet(request.Method) ? request.QueryString.Value ?? "" : body);
                var address = settings.PublicBaseUrl is { Length: > 0 } url ? url.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
                new StripeCall(account!, form, requestId, HttpMethods.IsPost(request.Method) ? key : null, address, inner).Attach();
                await next(inner);
            }
        }
        finally
        {
            var cut = context.RequestAborted.IsCancellationRequested;
            ledger.AddCall(account?.Town, request.Method, request.Path, cut ? 0 : context.Response.StatusCode, fault?.Kind.ToString(), requestId);
        }
    }

    private static StripeProblem? Stop(HttpRequest request, StripeAccount? account)
    {
        if (account is null) return StripeProblem.With(401, "invalid_request_error", "Invalid API Key provided.");
        // Stripe itself falls back to the account's version; a bot that leaves the choice to the account is a defect
        if (string.IsNullOrEmpty(request.Headers["Stripe-Version"])) return StripeProblem.Bad(null, "The Stripe-Version header is required here.");
        if (HttpMethods.IsPost(request.Method) && request.ContentLength > 0
            && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return StripeProblem.Bad(null, "Invalid request: the content type must be application/x-www-form-urlencoded.");
        return null;
    }

    private static string? Secret(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.Ordinal)) return header["Bearer ".Length..];
        if (!header.StartsWith("Basic ", StringComparison.Ordinal)) return null;
        var decoded = new byte[header.Length];
        return Convert.TryFromBase64String(header["Basic ".Length..], decoded, out var length) ? Encoding.UTF8.GetString(decoded, 0, length).Split(':')[0] : null;
    }

    private static Task Refuse(HttpContext context, Fault fault, int status)
    {
        var error = status == 429
            ? new JsonObject { ["type"] = "invalid_request_error", ["code"] = "rate_limit", ["message"] = "Request rate limit exceeded." }
            : new JsonObject { ["type"] = "api_error", ["message"] = "An unknown error occurred." };
        if (status == 429) context.Response.Headers["Stripe-Rate-Limited-Reason"] = "endpoint-rate";
        return Results.Json(new JsonObject { ["error"] = error }, Wire.Json, statusCode: status).ExecuteAsync(context);
    }
}
