using System.Globalization;
using System.Text.Json;
using static Bot.Infrastructure.Line.Events.LineEvent;

namespace Bot.Infrastructure.Line.Events;

/// <summary>One event from its bytes; whatever they are, an event comes out.</summary>
internal static class EventReader
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    public static LineEvent Read(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw, Depth);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && Head(root, raw) is { } head
                ? Typed(head, root) ?? new Unreadable(head)
                : Lost(raw);
        }
        catch (JsonException)
        {
            return Lost(raw);
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws for a lone surrogate or bytes that are not UTF-8.
            return Lost(raw);
        }
    }

    private static Unreadable Lost(ReadOnlyMemory<byte> raw) => new(new EventHead(null, "", "", null, false, null, null, raw));

    private static EventHead? Head(JsonElement root, ReadOnlyMemory<byte> raw) => root.Text("type") is not { } type
        ? null
        : new EventHead(
            root.Key("webhookEventId"),
            type,
            root.Text("mode") ?? "active",
            root.Moment("timestamp"),
            root.Object("deliveryContext")?.Flag("isRedelivery") ?? false,
            root.Object("source") is { } source ? Source(source) : null,
            root.Token("replyToken"),
            raw);

    /// <summary>The event of its type; <c>null</c> when a part is missing without which it says nothing.</summary>
    private static LineEvent? Typed(EventHead head, JsonElement root) => head.Type switch
    {
        "message" => root.Object("message") is { } message && MessageReader.Read(message) is { } content ? new Message(head, content) : null,
        "messageEdited" => root.Object("message") is { } message && MessageReader.Read(message) is { } content
            ? new MessageEdited(head, content)
            : null,
        "unsend" => root.Object("unsend")?.Key("messageId") is { } id ? new Unsend(head, id) : null,
        "follow" => new Follow(head, root.Object("follow")?.Flag("isUnblocked")),
        "unfollow" => new Unfollow(head),
        "join" => new Join(head),
        "leave" => new Leave(head),
        "memberJoined" => new MemberJoined(head, root.Object("joined")?.Each("members", Source) ?? []),
        "memberLeft" => new MemberLeft(head, root.Object("left")?.Each("members", Source) ?? []),
        "postback" => root.Object("postback") is { } postback && postback.Text("data") is { } data
            ? new Postback(head, data, postback.Object("params") is { } picked ? Params(picked) : null)
            : null,
        "videoPlayComplete" => root.Object("videoPlayComplete")?.Text("trackingId") is { } tracking ? new VideoPlayComplete(head, tracking) : null,
        "beacon" => root.Object("beacon") is { } beacon && beacon.Text("hwid") is { } hardware && beacon.Text("type") is { } type
            ? new Beacon(head, hardware, type, beacon.Text("dm"))
            : null,
        "accountLink" => root.Object("link") is { } link && link.Text("result") is { } result && link.Text("nonce") is { } nonce
            ? new AccountLink(head, result, nonce)
            : null,
        "membership" => root.Object("membership") is { } plan && plan.Text("type") is { } change && plan.Whole("membershipId") is { } id
            ? new Membership(head, change, id)
            : null,
        "module" => root.Object("module") is { } module && module.Text("type") is { } change
            ? new Module(head, change, module.Text("botId"), Scopes(module), module.Text("reason"))
            : null,
        "activated" => new Activated(head, root.Object("chatControl")?.Moment("expireAt")),
        "deactivated" => new Deactivated(head),
        "botSuspended" => new BotSuspended(head),
        "botResumed" => new BotResumed(head),
        "delivery" => root.Object("delivery")?.Text("data") is { } data ? new NotificationDelivered(head, data) : null,
        _ => new Unknown(head),
    };

    private static Domain.Kernel.Items<string> Scopes(JsonElement module) =>
        module.Each("scopes", scope => scope.ValueKind == JsonValueKind.String ? scope.GetString() : null);

    private static LineSource? Source(JsonElement source) => source.ValueKind != JsonValueKind.Object ? null : source.Text("type") switch
    {
        "user" => new LineSource.User(source.Key("userId")),
        "group" when source.Key("groupId") is { } id => new LineSource.Group(id, source.Key("userId")),
        "room" when source.Key("roomId") is { } id => new LineSource.Room(id, source.Key("userId")),
        { } other => new LineSource.Other(other),
        null => null,
    };

    private static PostbackParams Params(JsonElement picked)
    {
        if (picked.Text("date") is { } date && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new PostbackParams.PickedDate(day);
        }

        if (picked.Text("time") is { } time && TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return new PostbackParams.PickedTime(clock);
        }

        if (picked.Text("datetime") is { } both
            && DateTime.TryParseExact(both, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return new PostbackParams.PickedDateTime(moment);
        }

        return picked.Text("status") is { } status
            ? new PostbackParams.SwitchedMenu(picked.Text("newRichMenuAliasId"), status)
            : new PostbackParams.Other();
    }
}
