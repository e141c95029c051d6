using System.Text.Json;
using Bot.Domain.Kernel;
using static Bot.Infrastructure.Line.Events.ReceivedMessage;

namespace Bot.Infrastructure.Line.Events;

/// <summary>The message inside a message event; <c>null</c> when it lacks what its kind promises.</summary>
internal static class MessageReader
{
    public static ReceivedMessage? Read(JsonElement message)
    {
        if (message.Text("type") is not { } type || message.Key("id") is not { } id)
        {
            return null;
        }

        var read = message.Token("markAsReadToken");
        var quote = message.Token("quoteToken");
        return type switch
        {
            "text" => message.Text("text") is { } words
                ? new Text(id, read, words, message.Each("emojis", Emoji), Mentions(message), quote, message.Key("quotedMessageId"))
                : null,
            "image" => new Image(id, read, Provider(message), Set(message), quote),
            "video" => new Video(id, read, Provider(message), message.Whole("duration"), quote),
            "audio" => new Audio(id, read, Provider(message), message.Whole("duration")),
            "file" => new ReceivedMessage.File(id, read, message.Text("fileName"), message.Whole("fileSize")),
            "location" => message.Decimal("latitude") is { } latitude and >= -90 and <= 90
                && message.Decimal("longitude") is { } longitude and >= -180 and <= 180
                ? new Location(id, read, message.Text("title"), message.Text("address"), new GeoPoint(latitude, longitude))
                : null,
            "sticker" => message.Text("packageId") is { } package && message.Text("stickerId") is { } sticker
                ? new Sticker(id, read, package, sticker, message.Text("stickerResourceType"), Keywords(message), message.Text("text"), quote,
                    message.Key("quotedMessageId"))
                : null,
            _ => new Other(id, read, type),
        };
    }

    // Early samples lack contentProvider; then the content is LINE's own.
    private static ContentProvider Provider(JsonElement message) => message.Object("contentProvider") is { } provider
        ? new ContentProvider(provider.Text("type") ?? "line", provider.Text("originalContentUrl"), provider.Text("previewImageUrl"))
        : new ContentProvider("line", null, null);

    private static ImageSet? Set(JsonElement message) => message.Object("imageSet") is { } set && set.Key("id") is { } id
        ? new ImageSet(id, Small(set, "index"), Small(set, "total"))
        : null;

    private static Items<string> Keywords(JsonElement message) =>
        message.Each("keywords", word => word.ValueKind == JsonValueKind.String ? word.GetString() : null);

    private static Items<MentionSpot> Mentions(JsonElement message) => message.Object("mention")?.Each("mentionees", Mention) ?? [];

    private static EmojiSpot? Emoji(JsonElement spot) =>
        spot.ValueKind == JsonValueKind.Object && Small(spot, "index") is { } index && Small(spot, "length") is { } length
            ? new EmojiSpot(index, length, spot.Text("productId"), spot.Text("emojiId"))
            : null;

    private static MentionSpot? Mention(JsonElement spot) =>
        spot.ValueKind == JsonValueKind.Object && spot.Text("type") is { } type
        && Small(spot, "index") is { } index && Small(spot, "length") is { } length
            ? new MentionSpot(index, length, type, spot.Key("userId"), spot.Flag("isSelf") ?? false)
            : null;

    private static int? Small(JsonElement owner, string name) => owner.Whole(name) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;
}
