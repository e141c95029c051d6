using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bot.Simulator;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bot.Tests.Simulator;

/// <summary>A started simulator with two towns, and a small listener that plays the bot.</summary>
internal sealed class Playground : IAsyncDisposable
{
    private readonly WebApplication simulator;
    private readonly WebApplication listener;

    private Playground(WebApplication simulator, WebApplication listener, ConcurrentQueue<Heard> heard)
    {
        this.simulator = simulator;
        this.listener = listener;
        Heard = heard;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(simulator.Urls.First()) };
        Stripe = simulator.Services.GetRequiredService<FakeStripe>();
        Line = simulator.Services.GetRequiredService<FakeLine>();
        Clock = simulator.Services.GetRequiredService<SimulatorClock>();
        Ledger = simulator.Services.GetRequiredService<Ledger>();
        Faults = simulator.Services.GetRequiredService<FaultPlan>();
    }

    public HttpClient Http { get; }

    public FakeStripe Stripe { get; }

    public FakeLine Line { get; }

    public SimulatorClock Clock { get; }

    public Ledger Ledger { get; }

    public FaultPlan Faults { get; }

    public ConcurrentQueue<Heard> Heard { get; }

    /// <summary>What the listener answers to the next webhooks; 200 when nothing is left.</summary>
    public ConcurrentQueue<int> Answers { get; private init; } = [];

    public static async Task<Playground> Open(Action<SimulatorSettings>? more = null)
    {
        var (heard, answers) = (new ConcurrentQueue<Heard>(), new ConcurrentQueue<int>());
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", "--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var bot = builder.Build();
        bot.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            heard.Enqueue(new(context.Request.Path, body.ToArray(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return Results.StatusCode(answers.TryDequeue(out var status) ? status : 200);
        });
        await bot.StartAsync();
        var standIn = Bot.Simulator.Simulator.Build(["--urls", "http://127.0.0.1:0"], settings =>
        {
            // patient: a busy machine must not look like a bot that failed
            settings.LineWebhooks.Timeout = TimeSpan.FromSeconds(60);
            settings.StripeWebhooks.Timeout = TimeSpan.FromSeconds(60);
            settings.LineWebhooks.RedeliveryDelay = TimeSpan.FromMilliseconds(20);
            settings.StripeWebhooks.RedeliveryDelay = TimeSpan.FromMilliseconds(20);
            foreach (var (slug, name) in new[] { ("hoshimi", "星見町"), ("kawabe", "川辺村") })
            {
                settings.Towns.Add(new()
                {
                    Slug = slug,
                    Name = name,
                    ChannelId = "channel-" + slug,
                    ChannelSecret = "secret-" + slug,
                    WebhookUrl = $"{bot.Urls.First()}/line/{slug}",
                    StripeSecretKey = "sk_test_" + slug,
                    StripeWebhookSecret = "whsec_" + slug,
                    StripeWebhookUrl = $"{bot.Urls.First()}/stripe/{slug}",
                });
            }

            more?.Invoke(settings);
        });
        await standIn.StartAsync();
        return new(standIn, bot, heard) { Answers = answers };
    }

    public async Task<string> Token(string town = "hoshimi")
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "channel-" + town), new("client_secret", "secret-" + town)]);
        var answer = await (await Http.PostAsync("/line-api/oauth2/v3/token", form)).Content.ReadFromJsonAsync<JsonObject>();
        return (string)answer!["access_token"]!;
    }

    public async Task<Answer> Call(string method, string path, string? json = null, string? retryKey = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await Token());
        if (retryKey is not null) request.Headers.Add("X-Line-Retry-Key", retryKey);
        if (json is not null) request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await Read(await Http.SendAsync(request));
    }

    public static async Task<Answer> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new((int)response.StatusCode, text.StartsWith('{') ? (JsonObject?)JsonNode.Parse(text) : null, response.Headers.ToDictionary(h => h.Key, h => h.Value.First(), StringComparer.OrdinalIgnoreCase));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await simulator.StopAsync();
        await listener.StopAsync();
        await simulator.DisposeAsync();
        await listener.DisposeAsync();
    }
}

internal sealed record Heard(string Path, byte[] Body, Dictionary<string, string> Headers)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Body)!;

    public JsonObject Event => (JsonObject)Json["events"]![0]!;
}

internal sealed record Answer(int Status, JsonObject? Json, Dictionary<string, string> Headers);
