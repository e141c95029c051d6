using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Writes webhook events as LINE writes them; absent values are left out, not null.</summary>
internal static class EventWriter
{
    public static JsonObject Event(Resident resident, string type, string? replyToken, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var at = resident.Town.Clock.GetUtcNow();
        var written = new JsonObject { ["type"] = type };
        foreach (var (name, value) in fields) if (value is not null) written[name] = value;
        written["webhookEventId"] = Wire.Ulid(at);
        written["deliveryContext"] = new JsonObject { ["isRedelivery"] = false };
        written["timestamp"] = at.ToUnixTimeMilliseconds();
        written["source"] = new JsonObject { ["type"] = "user", ["userId"] = resident.UserId };
        if (replyToken is not null) written["replyToken"] = replyToken;
        written["mode"] = "active";
        return written;
    }

    public static JsonObject Text(string id, string text, string quoteToken, string? quoted) => Without(new()
    {
        ["type"] = "text",
        ["id"] = id,
        ["quoteToken"] = quoteToken,
        ["markAsReadToken"] = Wire.Secret(48),
        ["text"] = text,
        ["quotedMessageId"] = quoted,
    });

    public static JsonObject Image(string id, string quoteToken, string? setId, int index, int total) => Without(new()
    {
        ["type"] = "image",
        ["id"] = id,
        ["quoteToken"] = quoteToken,
        ["markAsReadToken"] = Wire.Secret(48),
        ["contentProvider"] = new JsonObject { ["type"] = "line" },
        ["imageSet"] = setId is null ? null : new JsonObject { ["id"] = setId, ["index"] = index, ["total"] = total },
    });

    public static JsonObject Place(string id, string? title, string? address, double latitude, double longitude) => Without(new()
    {
        ["type"] = "location",
        ["id"] = id,
        ["markAsReadToken"] = Wire.Secret(48),
        ["title"] = title,
        ["address"] = address,
        ["latitude"] = latitude,
        ["longitude"] = longitude,
    });

    public static JsonObject Sticker(string id, string quoteToken, string package, string sticker, string? keyword) => Without(new()
    {
        ["type"] = "sticker",
        ["id"] = id,
        ["quoteToken"] = quoteToken,
        ["markAsReadToken"] = Wire.Secret(48),
        ["packageId"] = package,
        ["stickerId"] = sticker,
        ["stickerResourceType"] = "STATIC",
        ["keywords"] = keyword is null ? null : new JsonArray(keyword),
    });

    private static JsonObject Without(JsonObject written)
    {
        foreach (var empty in written.Where(p => p.Value is null).Select(p => p.Key).ToArray()) written.Remove(empty);
        return written;
    }
}
