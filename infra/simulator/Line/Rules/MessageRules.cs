using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bot.Simulator.Line.Rules;

/// <summary>LINE's limits for message objects.</summary>
internal static partial class MessageRules
{
    public static void Check(Part request)
    {
        foreach (var message in request.List("messages", 1, 5, required: true)) One(message);
        request.Flag("notificationDisabled");
        foreach (var unit in request.List("customAggregationUnits", 0, 1))
            if (unit.Json.ValueKind != JsonValueKind.String || !UnitName().IsMatch(unit.Json.GetString()!)) unit.Refuse("Invalid aggregation unit name");
    }

    private static void One(Part message)
    {
        if (!message.IsObject)
        {
            message.Refuse("Must be an object");
            return;
        }

        var type = message.OneOf(
            "type", required: true, "text", "textV2", "sticker", "image", "video", "audio", "location", "imagemap", "template", "flex", "coupon");
        Extras(message);
        switch (type)
        {
            case "text": TextMessage(message); break;
            case "textV2": TextV2(message); break;
            case "sticker":
                message.Text("packageId", 20, required: true);
                message.Text("stickerId", 20, required: true);
                break;
            case "image":
                message.Url("originalContentUrl", 2000, required: true);
                message.Url("previewImageUrl", 2000, required: true);
                break;
            case "video":
                message.Url("originalContentUrl", 2000, required: true);
                message.Url("previewImageUrl", 2000, required: true);
                message.Text("trackingId", 100);
                break;
            case "audio":
                message.Url("originalContentUrl", 2000, required: true);
                message.Number("duration", 1, double.MaxValue, required: true);
                break;
            case "location":
                message.Text("title", 100, required: true);
                message.Text("address", 100, required: true);
                message.Number("latitude", -90, 90, required: true);
                message.Number("longitude", -180, 180, required: true);
                break;
            case "imagemap": ImagemapRules.Check(message); break;
            case "template":
                message.Text("altText", 1500, required: true);
                if (message.Object("template", required: true) is { } template) TemplateRules.Check(template);
                break;
            case "flex":
                message.Text("altText", 1500, required: true);
                if (message.Object("contents", required: true) is { } contents) FlexRules.Check(contents);
                break;
            case "coupon":
                message.Text("couponId", 100, required: true);
                message.Text("deliveryTag", 30);
                break;
            default: break;
        }
    }

    private static void Extras(Part message)
    {
        if (message.Object("quickReply") is { } quick)
        {
            foreach (var item in quick.List("items", 1, 13, required: true))
            {
                item.OneOf("type", required: true, "action");
                item.Url("imageUrl", 2000, required: false);
                ActionRules.Check(item.Object("action", required: true), ActionPlace.QuickReply);
            }
        }

        if (message.Object("sender") is not { } sender) return;
        sender.Text("name", 20);
        sender.Url("iconUrl", 2000, required: false);
    }

    private static void TextMessage(Part message)
    {
        var text = message.Text("text", 5000, required: true);
        if (text is not null && text.Length > 0 && string.IsNullOrWhiteSpace(text)) message.Refuse("May not be empty", "text");
        foreach (var emoji in message.List("emojis", 0, 20))
        {
            emoji.Text("productId", 100, required: true);
            emoji.Text("emojiId", 100, required: true);
            if (emoji.Number("index", 0, 5000, required: true) is { } index && text is not null && (index >= text.Length || text[(int)index] != '$'))
                emoji.Refuse("Must point at a $ in the text", "index");
        }
    }

    private static void TextV2(Part message)
    {
        var text = message.Text("text", 5000, required: true) ?? "";
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (message.Object("substitution") is { } substitution)
        {
            foreach (var one in substitution.Json.EnumerateObject())
            {
                keys.Add(one.Name);
                if (!SubstitutionKey().IsMatch(one.Name)) substitution.Refuse("Invalid key", one.Name);
                if (one.Value.ValueKind != JsonValueKind.Object) continue;
                // mentions work in groups only, and this simulator has none
                new Part(one.Value, substitution.At(one.Name), substitution.Refusals).OneOf("type", required: true, "emoji");
            }

            if (keys.Count > 100) message.Refuse("Size must be between 0 and 100", "substitution");
        }

        var plain = text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
        foreach (Match used in Placeholder().Matches(plain))
            if (!keys.Contains(used.Groups["key"].Value)) message.Refuse($"No substitution for {used.Value}", "text");
    }

    [GeneratedRegex("^[a-zA-Z0-9_]{1,30}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnitName();

    [GeneratedRegex("^[0-9a-zA-Z_]{1,20}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubstitutionKey();

    [GeneratedRegex(@"\{(?<key>[^{}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
