using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bot.Simulator.Line.Rules;

namespace Bot.Simulator.Line;

/// <summary>Reply, push, multicast, broadcast and their validate twins.</summary>
internal static partial class SendEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var message = api.MapGroup("/v2/bot/message");
        message.MapPost("/reply", Reply);
        message.MapPost("/push", Push);
        message.MapPost("/multicast", Multicast);
        message.MapPost("/broadcast", Broadcast);
        foreach (var kind in (string[])["reply", "push", "multicast", "narrowcast", "broadcast"])
            message.MapPost("/validate/" + kind, (LineCall call) => call.Read(MessageRules.Check, out _) ?? LineAnswer.Empty);
    }

    private static IResult Reply(LineCall call)
    {
        if (call.Read(body => { body.Text("replyToken", 200, required: true); MessageRules.Check(body); }, out var json) is { } bad) return bad;
        var token = json.GetProperty("replyToken").GetString()!;
        if (call.Town.Replies.Use(token) is not { } resident) return LineAnswer.Error(400, "Invalid reply token");
        var messages = Numbered(json);
        var arrived = resident.Receive(messages, "reply");
        call.Town.Ledger.Add(call.Town.Slug, "line", "reply", call.RequestId, token, resident.UserId, arrived, Node(json.GetProperty("messages")));
        return LineAnswer.Ok(new JsonObject { ["sentMessages"] = Sent(messages) });
    }

    private static IResult Push(LineCall call, HttpContext context)
    {
        if (call.Read(body => { body.Text("to", 200, required: true); MessageRules.Check(body); }, out var json) is { } bad) return bad;
        var to = json.GetProperty("to").GetString()!;
        if (!UserId().IsMatch(to)) return LineAnswer.Error(400, "The property, 'to', in the request body is invalid (line: -, column: -)");
        if (to[0] == 'C') return call.Town.ByGroupId(to) is { HasBot: true } ? ToGroup(call, context, to, json) : LineAnswer.Error(400, "Failed to send messages");
        if (call.Town.ByUserId(to) is not { } resident) return LineAnswer.Error(400, "Failed to send messages");
        return Once(call, context, () =>
        {
            var messages = Numbered(json);
            var arrived = resident.Receive(messages, "push");
            if (arrived) call.Town.CountSent(1);
            Note(call, "push", to, arrived, json);
            return Sent(messages);
        });
    }

    private static IResult ToGroup(LineCall call, HttpContext context, string to, JsonElement json) => Once(call, context, () =>
    {
        call.Town.CountSent(1);
        Note(call, "push", to, arrived: true, json);
        return Sent(Numbered(json));
    });

    private static IResult Multicast(LineCall call, HttpContext context)
    {
        if (call.Read(
            body =>
            {
                foreach (var one in body.List("to", 1, 500, required: true))
                    if (one.Json.ValueKind != JsonValueKind.String || !UserId().IsMatch(one.Json.GetString()!)) one.Refuse("Invalid user ID");
                MessageRules.Check(body);
            },
            out var json) is { } bad) return bad;
        return Once(call, context, () =>
        {
            foreach (var to in json.GetProperty("to").EnumerateArray().Select(t => t.GetString()!).Distinct(StringComparer.Ordinal))
            {
                var arrived = call.Town.ByUserId(to)?.Receive(Numbered(json), "multicast") ?? false;
                if (arrived) call.Town.CountSent(1);
                Note(call, "multicast", to, arrived, json);
            }

            return null;
        });
    }

    private static IResult Broadcast(LineCall call, HttpContext context)
    {
        if (call.Read(MessageRules.Check, out var json) is { } bad) return bad;
        return Once(call, context, () =>
        {
            foreach (var resident in call.Town.Residents.Where(r => r is { IsFriend: true, HasBlocked: false }))
            {
                resident.Receive(Numbered(json), "broadcast");
                call.Town.CountSent(1);
                Note(call, "broadcast", resident.UserId, arrived: true, json);
            }

            return null;
        });
    }

    private static IResult Once(LineCall call, HttpContext context, Func<JsonArray?> send)
    {
        var (result, repeated) = call.Town.Retries.Once(call.RetryKey, call.RequestId, () => call.Town.OverQuota, send);
        if (result is null) return LineAnswer.Error(429, LineAnswer.MonthlyLimit);
        var body = new JsonObject();
        if (repeated)
        {
            context.Response.Headers["x-line-accepted-request-id"] = result.RequestId;
            body["message"] = "The retry key is already accepted";
        }

        if (result.SentMessages is { } sent) body["sentMessages"] = sent.DeepClone();
        return Results.Json(body, Wire.Json, statusCode: repeated ? 409 : 200);
    }

    private static void Note(LineCall call, string kind, string to, bool arrived, JsonElement json) =>
        call.Town.Ledger.Add(call.Town.Slug, "line", kind, call.RequestId, call.RetryKey?.ToString(), to, arrived, Node(json.GetProperty("messages")));

    private static IReadOnlyList<(string Id, JsonObject Message)> Numbered(JsonElement json) =>
        [.. json.GetProperty("messages").EnumerateArray().Select(m => (LineTown.NextMessageId(), (JsonObject)Node(m)!))];

    private static JsonArray Sent(IEnumerable<(string Id, JsonObject Message)> messages) => new([.. messages.Select(m =>
    {
        var sent = new JsonObject { ["id"] = m.Id };
        if ((string?)m.Message["type"] is "text" or "textV2" or "sticker" or "image" or "video" or "template" or "flex") sent["quoteToken"] = Wire.Secret(40);
        return sent;
    })]);

    private static JsonNode? Node(JsonElement json) => JsonNode.Parse(json.GetRawText());

    [GeneratedRegex("^[UCR][0-9a-f]{32}$", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex UserId();
}
