using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;

namespace Bot.Simulator.Line;

/// <summary>Tokens, bot info, webhook address, quota, loading indicator, mark as read.</summary>
internal static class ChannelEndpoints
{
    public static void Map(IEndpointRouteBuilder api, FakeLine line)
    {
        api.MapPost("/oauth2/v3/token", (HttpContext context) => Token(context, line));
        var bot = api.MapGroup("/v2/bot");
        bot.MapGet("/info", (LineCall call) => LineAnswer.Ok(new JsonObject
        {
            ["userId"] = call.Town.Settings.BotUserId,
            ["basicId"] = "@" + call.Town.Slug,
            ["displayName"] = call.Town.Settings.Name,
            ["chatMode"] = "bot",
            ["markAsReadMode"] = "auto",
        }));
        bot.MapPut("/channel/webhook/endpoint", SetWebhook);
        bot.MapGet("/channel/webhook/endpoint", (LineCall call) => call.Town.Settings.WebhookUrl is { Length: > 0 } url
            ? LineAnswer.Ok(new JsonObject { ["endpoint"] = url, ["active"] = true })
            : LineAnswer.NotFound);
        bot.MapPost("/channel/webhook/test", TestWebhook);
        bot.MapGet("/message/quota", (LineCall call) => LineAnswer.Ok(line.Settings.MonthlyQuota is { } cap
            ? new JsonObject { ["type"] = "limited", ["value"] = cap }
            : new JsonObject { ["type"] = "none" }));
        bot.MapGet("/message/quota/consumption", (LineCall call) => LineAnswer.Ok(new JsonObject { ["totalUsage"] = call.Town.SentThisMonth }));
        bot.MapPost("/chat/loading/start", Loading);
        bot.MapPost("/chat/markAsRead", (LineCall call) => call.Read(body => body.Text("markAsReadToken", 1000, required: true), out _) ?? LineAnswer.Empty);
    }

    private static IResult Token(HttpContext context, FakeLine line)
    {
        // the gate has read the body already
        var form = HttpUtility.ParseQueryString((string?)context.Items["simulator.form"] ?? "");
        if (form["grant_type"] != "client_credentials") return OAuth(400, "unsupported_grant_type", "grant_type must be client_credentials");
        var town = line.Towns.FirstOrDefault(t => t.Settings.ChannelId.Length > 0 && t.Settings.ChannelId == form["client_id"]);
        if (town is null || town.Settings.ChannelSecret != form["client_secret"]) return OAuth(400, "invalid_client", "invalid client_id or client_secret");
        return LineAnswer.Ok(new JsonObject { ["token_type"] = "Bearer", ["access_token"] = line.Tokens.Issue(town), ["expires_in"] = ChannelTokens.Seconds });
    }

    private static IResult OAuth(int status, string error, string description) =>
        Results.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, Wire.Json, statusCode: status);

    private static IResult SetWebhook(LineCall call)
    {
        if (call.Read(body => body.Url("endpoint", 500, required: true), out var json) is { } bad) return bad;
        call.Town.Settings.WebhookUrl = json.GetProperty("endpoint").GetString();
        return LineAnswer.Empty;
    }

    private static async Task<IResult> TestWebhook(LineCall call)
    {
        var watch = Stopwatch.StartNew();
        var delivered = await call.Town.Send();
        watch.Stop();
        return LineAnswer.Ok(new JsonObject
        {
            ["success"] = delivered.Accepted,
            ["timestamp"] = call.Town.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["statusCode"] = delivered.LastStatus,
            ["reason"] = delivered.Accepted ? "OK" : delivered.LastStatus == 0 ? "COULD_NOT_CONNECT" : "ERROR_STATUS_CODE",
            ["detail"] = FormattableString.Invariant($"{delivered.LastStatus} in {watch.ElapsedMilliseconds} ms"),
        });
    }

    private static IResult Loading(LineCall call)
    {
        var seconds = 20d;
        if (call.Read(
            body =>
            {
                body.Text("chatId", 50, required: true);
                seconds = body.Number("loadingSeconds", 5, 60) ?? 20;
                if (seconds % 5 != 0) body.Refuse("Must be a multiple of 5", "loadingSeconds");
            },
            out var json) is { } bad) return bad;
        var resident = call.Town.ByUserId(json.GetProperty("chatId").GetString()!);
        if (resident is { Reachable: true }) resident.Talk.Tell("loading", JsonValue.Create(seconds));
        call.Town.Ledger.Add(call.Town.Slug, "line", "loading", call.RequestId, target: resident?.UserId, delivered: resident is { Reachable: true });
        return LineAnswer.Accepted;
    }
}
