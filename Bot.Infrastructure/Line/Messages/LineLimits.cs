using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Every limit that LINE documents for messages. The last guard before sending: LINE refuses a whole request for one fault.</summary>
public static partial class LineLimits
{
    public const int MessagesARequest = 5;
    public const int BytesARequest = 2 * 1024 * 1024;
    public const int TextUnits = 5000;
    public const int AltTextUnits = 1500;
    public const int QuickReplies = 13;
    public const int ChipLabelClusters = 20;
    public const int FlexLabelClusters = 40;
    public const int PostbackDataUnits = 300;

    /// <summary>What LINE would refuse in this message; empty when nothing.</summary>
    public static IReadOnlyList<string> Faults(LineMessage message)
    {
        using var document = JsonDocument.Parse(MessageWriter.Bytes(message));
        return Faults(document.RootElement);
    }

    /// <summary>What LINE would refuse in these messages together; empty when nothing.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<LineMessage> messages) =>
        RequestFaults(LineEnvelope.Array(messages));

    /// <summary>What LINE would refuse in a JSON array of message objects; empty when nothing.</summary>
    public static IReadOnlyList<string> RequestFaults(ReadOnlyMemory<byte> messages)
    {
        if (messages.Length > BytesARequest)
        {
            return [$"the request has {messages.Length} bytes, {BytesARequest} are allowed"];
        }

        try
        {
            using var document = JsonDocument.Parse(messages);
            var count = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.GetArrayLength() : 0;
            return count is >= 1 and <= MessagesARequest
                ? [.. document.RootElement.EnumerateArray().SelectMany((message, i) => Faults(message).Select(fault => $"[{i}] {fault}"))]
                : [$"the request has {count} messages, 1 to {MessagesARequest} are allowed"];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return ["the messages are no JSON"];
        }
    }

    /// <summary>What LINE would refuse in one message object; empty when nothing.</summary>
    public static IReadOnlyList<string> Faults(JsonElement message)
    {
        var found = new Findings();
        Body(found, message);
        Common(found, message);
        return found.All;
    }

    private static void Body(Findings found, JsonElement message)
    {
        var type = Findings.Text(message, "type") ?? "?";
        switch (type)
        {
            case "text":
                found.Units(message, "text", TextUnits, type, required: true);
                Emojis(found, message);
                break;
            case "textV2":
                found.Units(message, "text", TextUnits, type, required: true);
                Substitutions(found, Findings.Member(message, "substitution"));
                break;
            case "sticker":
                found.Units(message, "packageId", 20, type, required: true);
                found.Units(message, "stickerId", 20, type, required: true);
                break;
            case "image" or "video":
                found.Https(message, "originalContentUrl", type, required: true);
                found.Https(message, "previewImageUrl", type, required: true);
                found.Units(message, "trackingId", 100, type);
                break;
            case "audio":
                found.Https(message, "originalContentUrl", type, required: true);
                found.Expect(Findings.Member(message, "duration").ValueKind == JsonValueKind.Number, type, "lacks duration");
                break;
            case "location":
                found.Units(message, "title", 100, type, required: true);
                found.Units(message, "address", 100, type, required: true);
                found.Expect(Within(message, "latitude", 90) && Within(message, "longitude", 180), type, "lies nowhere on the earth");
                break;
            case "coupon":
                found.Units(message, "couponId", 100, type, required: true);
                found.Expect(Findings.Text(message, "deliveryTag") is not { } tag || Tag.IsMatch(tag), type, "deliveryTag is 1 to 30 letters, digits and _");
                break;
            case "imagemap":
                ImagemapLimits.Check(found, message, type);
                break;
            case "template":
                found.Units(message, "altText", AltTextUnits, type, required: true);
                TemplateLimits.Check(found, Findings.Member(message, "template"), type);
                break;
            case "flex":
                found.Units(message, "altText", AltTextUnits, type, required: true);
                FlexLimits.Check(found, Findings.Member(message, "contents"), type);
                break;
            default:
                found.Expect(false, type, "is no message");
                break;
        }
    }

    private static void Common(Findings found, JsonElement message)
    {
        var quick = Findings.Member(message, "quickReply");
        if (quick.ValueKind != JsonValueKind.Undefined)
        {
            found.Count(Findings.Member(quick, "items"), 1, QuickReplies, "quickReply");
            foreach (var (item, i) in Findings.Each(Findings.Member(quick, "items")))
            {
                found.Https(item, "imageUrl", $"quickReply[{i}]");
                ActionLimits.Check(found, Findings.Member(item, "action"), ActionPlace.QuickReply, $"quickReply[{i}]");
            }
        }

        var sender = Findings.Member(message, "sender");
        found.Units(sender, "name", 20, "sender");
        found.Https(sender, "iconUrl", "sender");
    }

    private static void Emojis(Findings found, JsonElement message)
    {
        var (text, emojis) = (Findings.Text(message, "text") ?? "", Findings.Member(message, "emojis"));
        found.Expect(Findings.Each(emojis).Count() <= 20, "emojis", "are more than 20");
        foreach (var (emoji, i) in Findings.Each(emojis))
        {
            var at = Findings.Member(emoji, "index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var number) ? number : -1;
            found.Expect(at >= 0 && at < text.Length && text[at] == '$', $"emojis[{i}]", "stands at no $");
        }
    }

    private static void Substitutions(Findings found, JsonElement substitution)
    {
        if (substitution.ValueKind == JsonValueKind.Object)
        {
            var keys = substitution.EnumerateObject().Select(p => p.Name).ToList();
            found.Expect(keys.Count <= 100, "substitution", "has more than 100 keys");
            found.Expect(keys.TrueForAll(key => SubstitutionKey.IsMatch(key)), "substitution", "keys are 1 to 20 letters, digits and _");
        }
    }

    private static bool Within(JsonElement owner, string name, double most) =>
        Findings.Member(owner, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var degrees) && Math.Abs(degrees) <= most;

    [GeneratedRegex(@"\A[a-zA-Z0-9_]{1,30}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"\A[a-zA-Z0-9_]{1,20}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubstitutionKey { get; }
}
