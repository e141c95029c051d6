using System.Buffers;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Client;

/// <summary>Writes request bodies and reads answers.</summary>
internal static class LineBody
{
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Wire.Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <param name="value">JSON that we have written or read before; it is not read once more.</param>
    public static void Raw(this Utf8JsonWriter json, string name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }

    public static LineAnswer<T> Understand<T>(LineReply reply, Func<JsonElement, T?> read)
        where T : class => Understand(reply, answered => Parse(answered.Body, root => read(root)));

    /// <summary>For calls that answer <c>{}</c>: the status says it all.</summary>
    public static LineAnswer<Done> Done(LineReply reply) => reply switch
    {
        LineReply.Answered { IsSuccess: true } answered => new LineAnswer<Done>.Ok(default, answered.RequestId),
        _ => Trouble<Done>(reply),
    };

    public static SendResult Sending(LineReply reply)
    {
        switch (reply)
        {
            case LineReply.Answered { IsSuccess: true } answered:
                return new SendResult.Sent(answered.RequestId, SentIds(answered.Body));
            case LineReply.Answered { Status: 409 } answered:
                return new SendResult.AlreadyAccepted(answered.AcceptedRequestId ?? answered.RequestId, SentIds(answered.Body));
            case LineReply.Answered { Status: >= 500 } answered:
                return new SendResult.Unreachable(OutcomeUnknown: true, $"status {answered.Status}");
            case LineReply.Answered answered:
                var (message, details) = Error(answered.Body);
                // The texts may change; what they cannot tell is treated as the milder case.
                return answered.Status switch
                {
                    400 when message.Contains("reply token", StringComparison.OrdinalIgnoreCase) => new SendResult.InvalidReplyToken(answered.AfterUnknown),
                    429 when message.Contains("monthly limit", StringComparison.OrdinalIgnoreCase) => new SendResult.OverQuota(),
                    429 => new SendResult.RateLimited(TimeSpan.FromSeconds(2)),
                    _ => new SendResult.Refused(answered.Status, message, details, answered.RequestId),
                };
            case LineReply.HeldBack held:
                return new SendResult.RateLimited(held.After);
            case LineReply.NoAnswer none:
                return new SendResult.Unreachable(none.OutcomeUnknown, none.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static LineAnswer<T> Trouble<T>(LineReply reply)
    {
        switch (reply)
        {
            case LineReply.Answered { Status: 404 }:
                return new LineAnswer<T>.NotFound();
            case LineReply.Answered { Status: 429 }:
                return new LineAnswer<T>.RateLimited(TimeSpan.FromSeconds(2));
            case LineReply.Answered { Status: >= 500 } answered:
                return new LineAnswer<T>.Unreachable(OutcomeUnknown: true, $"status {answered.Status}");
            case LineReply.Answered answered:
                var (message, details) = Error(answered.Body);
                return new LineAnswer<T>.Refused(answered.Status, message, details, answered.RequestId);
            case LineReply.HeldBack held:
                return new LineAnswer<T>.RateLimited(held.After);
            case LineReply.NoAnswer none:
                return new LineAnswer<T>.Unreachable(none.OutcomeUnknown, none.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static string? Text(JsonElement owner, string name) => Findings.Text(owner, name);

    public static long? Whole(JsonElement owner, string name) =>
        Findings.Member(owner, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static DateTimeOffset? Moment(JsonElement owner, string name) =>
        Findings.Member(owner, name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var at) ? at : null;

    public static Items<string> Texts(JsonElement array) =>
        [.. Findings.Each(array).Where(i => i.Item.ValueKind == JsonValueKind.String).Select(i => i.Item.GetString()!)];

    private static LineAnswer<T> Understand<T>(LineReply reply, Func<LineReply.Answered, T?> read)
        where T : class => reply switch
        {
            LineReply.Answered { IsSuccess: true } answered when read(answered) is { } value => new LineAnswer<T>.Ok(value, answered.RequestId),
            LineReply.Answered { IsSuccess: true } => new LineAnswer<T>.Unreachable(OutcomeUnknown: true, "answer unreadable"),
            _ => Trouble<T>(reply),
        };

    // The documentation says number, the samples say text.
    private static Items<string> SentIds(ReadOnlyMemory<byte> body) =>
        Parse(body, root => new Box<Items<string>>([.. Findings.Each(Findings.Member(root, "sentMessages")).Select(m => Findings.Member(m.Item, "id").ToString())]))?.Value ?? [];

    private static (string Message, Items<string> Details) Error(ReadOnlyMemory<byte> body)
    {
        var error = Parse(body, root => new Box<(string, Items<string>)>((
            Text(root, "message") ?? Text(root, "error_description") ?? "",
            [.. Findings.Each(Findings.Member(root, "details")).Select(d => $"{Text(d.Item, "property")}: {Text(d.Item, "message")}")])));
        return error?.Value ?? ("", []);
    }

    private static T? Parse<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Box<T>(T Value);
}
