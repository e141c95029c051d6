using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Stripe;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Bot.Tests.Stripe;

/// <summary>A small Stripe of our own, in the process of the test: it remembers, repeats by key, fails on request and tells its events.</summary>
internal sealed class StripeStandIn(TimeProvider clock) : HttpMessageHandler, IHttpClientFactory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Form, int Status, string Body)> _done = [];
    private int _next;

    public List<(string Method, string Path, Dictionary<string, StringValues> Form, string? Key, string? Version, string? Authorization)> Calls { get; } = [];

    public StripeWorld World { get; } = new();

    /// <summary>Looked at before each call: an answer here is given instead of doing anything.</summary>
    public Func<string, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>Looked at after each call has been done: true loses the answer.</summary>
    public Func<string, bool>? Lose { get; set; }

    public static StripeAccount Account { get; } = new(new TownId("hoshimi"), "sk_test_x", "whsec_test_secret");

    public StripeClient Client() => new(
        this,
        new StripeSettings(new Uri("https://stripe.example/"), "2026-10-28.endive", "allowed_payment_method_types"),
        new StripeRetry(clock),
        NullLogger<StripeClient>.Instance);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    /// <summary>As Stripe does after a day.</summary>
    public void ForgetKeys() => _done.Clear();

    public static HttpResponseMessage Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        answer.Headers.Add("Request-Id", "req_" + status.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in headers)
        {
            answer.Headers.Add(name, value);
        }

        return answer;
    }

    public static HttpResponseMessage Error(int status, string type = "api_error", string? code = null, params (string Name, string Value)[] headers) =>
        Answer(status, new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["code"] = code, ["message"] = "no" } }.ToJsonString(), headers);

    public static string Sign(ReadOnlySpan<byte> body, DateTimeOffset at, string secret = "whsec_test_secret")
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        lock (_lock)
        {
            var read = QueryHelpers.ParseQuery(request.Method == HttpMethod.Get ? request.RequestUri.Query : form);
            Calls.Add((request.Method.Method, path, read, key, request.Headers.GetValues("Stripe-Version").Single(), request.Headers.Authorization?.ToString()));
            if (Instead?.Invoke(path) is { } instead)
            {
                return instead;
            }

            var (status, body, replayed) = Do(request.Method, path, read, form, key);
            return Lose?.Invoke(path) == true
                ? throw new HttpRequestException("the answer was lost")
                : Answer(status, body, replayed ? [("Idempotent-Replayed", "true")] : []);
        }
    }

    private (int Status, string Body, bool Replayed) Do(HttpMethod method, string path, Dictionary<string, StringValues> read, string form, string? key)
    {
        if (key is not null && _done.TryGetValue(key, out var before))
        {
            return before.Form == path + form
                ? (before.Status, before.Body, true)
                : (400, """{"error":{"type":"idempotency_error","message":"other parameters"}}""", false);
        }

        var (status, answer) = Route(method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..], read);
        var body = answer.ToJsonString();
        if (key is not null)
        {
            _done[key] = (path + form, status, body);
        }

        return (status, body, false);
    }

    private (int Status, JsonNode Answer) Route(HttpMethod method, string[] path, Dictionary<string, StringValues> read) => path switch
    {
        ["checkout", "sessions"] when method == HttpMethod.Post => (200, World.Create($"cs_test_{++_next}", read, clock.GetUtcNow())),
        ["checkout", "sessions"] => (200, World.List(read)),
        ["checkout", "sessions", var id] => Found(World.Session(id)),
        ["checkout", "sessions", var id, "expire"] => World.Session(id) is null ? Missing
            : World.Expire(id) ? (200, World.Session(id)!) : Wrong("only an open session can be expired"),
        ["payment_intents", var id, "cancel"] => World.CancelIntent(id) ? (200, World.Intent(id)!) : Wrong("cannot be cancelled"),
        ["payment_intents", var id] => Found(World.Intent(id)),
        ["refunds"] when method == HttpMethod.Get => (200, World.ListRefunds(read)),
        ["refunds"] => World.Refund($"re_{++_next}", read, clock.GetUtcNow()) is { } refund ? (200, refund) : Wrong("already refunded", "charge_already_refunded"),
        ["refunds", var id] => Found(World.Refunds.GetValueOrDefault(id)),
        ["account"] => (200, JsonNode.Parse("""{"id":"acct_1","country":"JP","default_currency":"jpy","charges_enabled":true,"capabilities":{"card_payments":"active","konbini_payments":"active","paypay_payments":"inactive"},"new":[1]}""")!),
        _ => Missing,
    };

    private static (int, JsonNode) Missing => (404, JsonNode.Parse("""{"error":{"type":"invalid_request_error","code":"resource_missing","message":"no such thing"}}""")!);

    private static (int, JsonNode) Wrong(string message, string? code = null) =>
        (400, new JsonObject { ["error"] = new JsonObject { ["type"] = "invalid_request_error", ["code"] = code, ["message"] = message } });

    private static (int, JsonNode) Found(JsonNode? node) => node is null ? Missing : (200, node.DeepClone());
}
