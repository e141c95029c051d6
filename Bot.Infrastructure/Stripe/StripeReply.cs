using System.Net;
using System.Text.Json;

namespace Bot.Infrastructure.Stripe;

/// <summary>One answer of Stripe as it came over the wire.</summary>
internal sealed class StripeReply(
    HttpStatusCode status, byte[] body, string? requestId, string? shouldRetry, bool replayed, string? limiter)
{
    /// <summary>Stripe's word decides where it gives one; else conflicts and its own faults are worth another try, and nothing else is.</summary>
    public bool MayRetry => shouldRetry switch
    {
        "true" => true,
        "false" => false,
        _ => status == HttpStatusCode.Conflict || (int)status >= 500,
    };

    public StripeAnswer<T> Understand<T>(Func<JsonElement, T> read)
    {
        if ((int)status is < 200 or > 299)
        {
            return new StripeAnswer<T>.Bad(Error());
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return new StripeAnswer<T>.Good(read(document.RootElement), requestId, replayed);
        }
        catch (JsonException)
        {
            return new StripeAnswer<T>.Bad(new StripeError.NoAnswer("an answer that cannot be read"));
        }
    }

    private StripeError Error()
    {
        var (type, code, message, param) = Told();
        return (status, type) switch
        {
            (_, "idempotency_error") => new StripeError.KeyReused(message, requestId),
            (HttpStatusCode.NotFound, _) => new StripeError.NotFound(message, requestId),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new StripeError.NotAllowed(message, requestId),
            (HttpStatusCode.TooManyRequests, _) => new StripeError.TooMany(message, requestId, limiter),
            (HttpStatusCode.Conflict, _) => new StripeError.Busy(message, requestId),
            ( >= HttpStatusCode.InternalServerError, _) => new StripeError.Broken(message, requestId, (int)status),
            (HttpStatusCode.PaymentRequired, _) or (_, "card_error") => new StripeError.Declined(message, requestId, code),
            _ => new StripeError.Invalid(message, requestId, code, param),
        };
    }

    private (string? Type, string? Code, string Message, string? Param) Told()
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.Inner("error") ?? default;
            return (error.Text("type"), error.Text("code"), error.Text("message") ?? $"status {(int)status}", error.Text("param"));
        }
        catch (JsonException)
        {
            return (null, null, $"status {(int)status}", null);
        }
    }
}
