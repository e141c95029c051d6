using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>The body of an outbox row of the kind <c>line.messages</c>: <c>{"mustDeliver":…,"messages":[…]}</c>.</summary>
/// <param name="MustDeliver">Push when the reply token is of no use any more, even if that may show the messages twice.</param>
/// <param name="Messages">A JSON array of LINE message objects.</param>
public sealed record LineEnvelope(bool MustDeliver, ReadOnlyMemory<byte> Messages)
{
    /// <summary>The row's body for these messages.</summary>
    public static ReadOnlyMemory<byte> Write(bool mustDeliver, IReadOnlyList<LineMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Wire.Options))
        {
            json.WriteStartObject();
            json.WriteBoolean("mustDeliver", mustDeliver);
            json.Each("messages", messages, MessageWriter.Write);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The array of message objects alone.</summary>
    public static ReadOnlyMemory<byte> Array(IReadOnlyList<LineMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Wire.Options))
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
                MessageWriter.Write(json, message);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads a row's body; what we wrote ourselves is known by its beginning and need not be taken apart. A bare array of messages need not be delivered at any price.</summary>
    public static LineEnvelope? Read(ReadOnlyMemory<byte> body)
    {
        if (Ours(body, MustBegin, mustDeliver: true) is { } needed)
        {
            return needed;
        }

        if (Ours(body, MayBegin, mustDeliver: false) is { } optional)
        {
            return optional;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Array => new LineEnvelope(MustDeliver: false, body),
                JsonValueKind.Object when root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array =>
                    new LineEnvelope(root.TryGetProperty("mustDeliver", out var must) && must.ValueKind == JsonValueKind.True,
                        JsonMarshal.GetRawUtf8Value(messages).ToArray()),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> MustBegin => "{\"mustDeliver\":true,\"messages\":["u8;

    private static ReadOnlySpan<byte> MayBegin => "{\"mustDeliver\":false,\"messages\":["u8;

    private static LineEnvelope? Ours(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> begin, bool mustDeliver) =>
        body.Span.StartsWith(begin) && body.Span.EndsWith("}]}"u8) ? new LineEnvelope(mustDeliver, body[(begin.Length - 1)..^1]) : null;
}
