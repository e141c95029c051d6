using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Microsoft.Extensions.Logging;
using Polly;

namespace Bot.Infrastructure.Stripe;

/// <summary>
/// Stripe over its own wire. Every POST carries an idempotency key from its first try, so that a call whose answer was lost can be made again.
/// </summary>
public sealed partial class StripeClient(IHttpClientFactory http, StripeSettings settings, StripeRetry retry, ILogger<StripeClient> log)
{
    public const string HttpClientName = "stripe";

    private static readonly string[] WithMoney = ["payment_intent", "payment_intent.latest_charge.balance_transaction"];
    private static readonly string[] EachWithMoney = ["data.payment_intent", "data.payment_intent.latest_charge.balance_transaction"];

    public Task<StripeAnswer<StripeSession>> CreateSession(
        StripeAccount account, IReadOnlyDictionary<string, object?> order, string key, CancellationToken stop) =>
        Post(account, "v1/checkout/sessions", order, key, StripeSession.From, stop);

    public Task<StripeAnswer<StripeSession>> GetSession(StripeAccount account, string session, CancellationToken stop) =>
        Get(account, $"v1/checkout/sessions/{Segment(session)}", new() { ["expand"] = WithMoney }, StripeSession.From, stop);

    /// <summary>Sessions made in a span of time, newest first.</summary>
    public Task<StripeAnswer<StripePage<StripeSession>>> ListSessions(
        StripeAccount account, DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken stop) =>
        Get(
            account,
            "v1/checkout/sessions",
            new()
            {
                ["created"] = new Dictionary<string, object?> { ["gte"] = from, ["lt"] = until },
                ["limit"] = 100,
                ["starting_after"] = after,
                ["expand"] = EachWithMoney,
            },
            json => Page(json, StripeSession.From, session => session.Id),
            stop);

    /// <summary>Closes an open page; Stripe refuses this for one that is complete or expired.</summary>
    public Task<StripeAnswer<StripeSession>> ExpireSession(StripeAccount account, string session, string key, CancellationToken stop) =>
        Post(account, $"v1/checkout/sessions/{Segment(session)}/expire", Nothing, key, StripeSession.From, stop);

    public Task<StripeAnswer<StripeIntent>> GetIntent(StripeAccount account, string intent, CancellationToken stop) =>
        Get(account, $"v1/payment_intents/{Segment(intent)}", [], StripeIntent.From, stop);

    /// <summary>Makes a voucher that has not been paid worthless.</summary>
    public Task<StripeAnswer<StripeIntent>> CancelIntent(StripeAccount account, string intent, string key, CancellationToken stop) =>
        Post(account, $"v1/payment_intents/{Segment(intent)}/cancel", Nothing, key, StripeIntent.From, stop);

    public Task<StripeAnswer<StripeRefund>> CreateRefund(
        StripeAccount account, IReadOnlyDictionary<string, object?> order, string key, CancellationToken stop) =>
        Post(account, "v1/refunds", order, key, StripeRefund.From, stop);

    public Task<StripeAnswer<StripeRefund>> GetRefund(StripeAccount account, string refund, CancellationToken stop) =>
        Get(account, $"v1/refunds/{Segment(refund)}", [], StripeRefund.From, stop);

    /// <summary>The refunds of one payment; there are never more than a page of them.</summary>
    public Task<StripeAnswer<StripePage<StripeRefund>>> ListRefunds(StripeAccount account, string intent, CancellationToken stop) =>
        Get(
            account,
            "v1/refunds",
            new() { ["payment_intent"] = intent, ["limit"] = 100 },
            json => Page(json, StripeRefund.From, refund => refund.Id),
            stop);

    public Task<StripeAnswer<StripeEvent>> GetEvent(StripeAccount account, string id, CancellationToken stop) =>
        Get(account, $"v1/events/{Segment(id)}", [], json => StripeEvent.From(json) ?? throw new JsonException("not an event"), stop);

    public Task<StripeAnswer<StripeStanding>> GetAccount(StripeAccount account, CancellationToken stop) =>
        Get(account, "v1/account", [], StripeStanding.From, stop);

    private static readonly Dictionary<string, object?> Nothing = [];

    private Task<StripeAnswer<T>> Get<T>(
        StripeAccount account, string path, Dictionary<string, object?> query, Func<JsonElement, T> read, CancellationToken stop)
    {
        var encoded = StripeForm.Encode(query);
        return Call(account, () => new HttpRequestMessage(HttpMethod.Get, encoded.Length == 0 ? path : $"{path}?{encoded}"), path, read, stop);
    }

    private Task<StripeAnswer<T>> Post<T>(
        StripeAccount account, string path, IReadOnlyDictionary<string, object?> form, string key, Func<JsonElement, T> read, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var encoded = StripeForm.Encode(form);
        return Call(
            account,
            () => new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(encoded, Encoding.ASCII, "application/x-www-form-urlencoded"),
                Headers = { { "Idempotency-Key", key } },
            },
            path,
            read,
            stop);
    }

    private async Task<StripeAnswer<T>> Call<T>(
        StripeAccount account, Func<HttpRequestMessage> make, string path, Func<JsonElement, T> read, CancellationToken stop)
    {
        try
        {
            var reply = await retry.Pipeline.ExecuteAsync(async attempt => await Send(account, make, attempt), stop);
            var answer = reply.Understand(read);
            if (answer is StripeAnswer<T>.Bad bad)
            {
                Log.Refused(log, account.Town.Value, path, bad.Error.GetType().Name, bad.Error.RequestId);
            }

            return answer;
        }
        catch (Exception trouble) when (StripeRetry.IsWire(trouble) && !stop.IsCancellationRequested)
        {
            Log.NoAnswer(log, account.Town.Value, path, trouble.GetType().Name);
            return new StripeAnswer<T>.Bad(new StripeError.NoAnswer(trouble.GetType().Name));
        }
    }

    private async Task<StripeReply> Send(StripeAccount account, Func<HttpRequestMessage> make, CancellationToken stop)
    {
        using var request = make();
        request.RequestUri = new Uri(settings.ApiBaseUrl, request.RequestUri!);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.SecretKey);
        request.Headers.Add("Stripe-Version", settings.Version);
        using var client = http.CreateClient(HttpClientName);
        using var response = await client.SendAsync(request, stop);
        return new StripeReply(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(stop),
            Header(response, "Request-Id"),
            Header(response, "Stripe-Should-Retry"),
            Header(response, "Idempotent-Replayed") == "true",
            Header(response, "Stripe-Rate-Limited-Reason"));
    }

    private static StripePage<T> Page<T>(JsonElement json, Func<JsonElement, T> read, Func<T, string> id)
    {
        var items = json.Inner("data") is { ValueKind: JsonValueKind.Array } data ? data.EnumerateArray().Select(read).ToArray() : [];
        return new([.. items], json.Truth("has_more") && items.Length > 0 ? id(items[^1]) : null);
    }

    private static string Segment(string id) => Uri.EscapeDataString(id);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe refused {Town} {Path}: {Error} ({RequestId})")]
        public static partial void Refused(ILogger log, string town, string path, string error, string? requestId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe gave {Town} no answer to {Path}: {Trouble}")]
        public static partial void NoAnswer(ILogger log, string town, string path, string trouble);
    }
}
