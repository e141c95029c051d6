using System.Text.Json;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Client;

/// <summary>The Messaging API: the account itself.</summary>
public sealed partial class LineClient
{
    private const string WebhookPath = "v2/bot/channel/webhook/endpoint";

    public async Task<LineAnswer<LineBot>> BotInfo(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.BotInfo, "v2/bot/info", stop), LineBot.From);

    public async Task<LineAnswer<LineWebhookSetting>> GetWebhook(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.Webhook, WebhookPath, stop), LineWebhookSetting.From);

    /// <summary>Takes up to a minute to be in force.</summary>
    public async Task<LineAnswer<Done>> SetWebhook(LineChannel channel, Uri endpoint, CancellationToken stop) =>
        LineBody.Done(await _wire.Send(
            channel,
            new LineCall(LineEndpoint.Webhook, HttpMethod.Put, WebhookPath, Outbox.Lane.Notice) { Body = LineBody.Write(json => json.Text("endpoint", endpoint.AbsoluteUri)) },
            stop));

    /// <summary>Lets LINE send an empty delivery to the webhook.</summary>
    public async Task<LineAnswer<LineWebhookTest>> TestWebhook(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Post(channel, LineEndpoint.WebhookTest, "v2/bot/channel/webhook/test", LineBody.Write(static _ => { }), stop), LineWebhookTest.From);

    public async Task<LineAnswer<LineQuota>> Quota(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.Quota, "v2/bot/message/quota", stop), LineQuota.From);

    /// <summary>Messages sent this month, roughly.</summary>
    public async Task<LineAnswer<LineUsage>> Consumption(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.Consumption, "v2/bot/message/quota/consumption", stop), LineUsage.From);
}

/// <summary>The account as LINE shows it. <paramref name="UserId"/> is what webhooks call destination.</summary>
public sealed record LineBot(string UserId, string BasicId, string DisplayName, string? PremiumId, string? ChatMode, string? MarkAsReadMode)
{
    internal static LineBot? From(JsonElement json) => LineBody.Text(json, "userId") is { } id
        ? new LineBot(
            id, LineBody.Text(json, "basicId") ?? "", LineBody.Text(json, "displayName") ?? "", LineBody.Text(json, "premiumId"),
            LineBody.Text(json, "chatMode"), LineBody.Text(json, "markAsReadMode"))
        : null;
}

public sealed record LineWebhookSetting(string Endpoint, bool Active)
{
    internal static LineWebhookSetting? From(JsonElement json) => LineBody.Text(json, "endpoint") is { } endpoint
        ? new LineWebhookSetting(endpoint, Findings.Member(json, "active").ValueKind == JsonValueKind.True)
        : null;
}

public sealed record LineWebhookTest(bool Success, long? Status, string? Reason, string? Detail)
{
    internal static LineWebhookTest? From(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new LineWebhookTest(
            Findings.Member(json, "success").ValueKind == JsonValueKind.True, LineBody.Whole(json, "statusCode"), LineBody.Text(json, "reason"), LineBody.Text(json, "detail"))
        : null;
}

/// <param name="Limit"><c>null</c> where the plan has none.</param>
public sealed record LineQuota(long? Limit)
{
    internal static LineQuota? From(JsonElement json) => LineBody.Text(json, "type") switch
    {
        "none" => new LineQuota((long?)null),
        not null => new LineQuota(LineBody.Whole(json, "value")),
        null => null,
    };
}

public sealed record LineUsage(long Messages)
{
    internal static LineUsage? From(JsonElement json) => LineBody.Whole(json, "totalUsage") is { } total ? new LineUsage(total) : null;
}
