using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Events;

/// <summary>Reads webhook bodies. Verify the signature over the same bytes first.</summary>
public static class LineWebhook
{
    // The frame is walked without recursion, so one absurdly nested event costs its own reading and not its neighbours'.
    private static readonly JsonReaderOptions Frame = new() { MaxDepth = 1_000_000 };

    /// <summary>The delivery, or <c>null</c> when the frame (destination, events) is not what LINE sends; answer that with 400.</summary>
    public static LineDelivery? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Walk(body);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A broken escape in a property name or in the destination.
            return null;
        }
    }

    /// <summary>Reads one event again from its stored bytes. Never throws: what cannot be read is <see cref="LineEvent.Unreadable"/>.</summary>
    public static LineEvent ParseEvent(ReadOnlyMemory<byte> rawEvent) => EventReader.Read(rawEvent);

    private static LineDelivery? Walk(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, Frame);
        string? destination = null;
        List<LineEvent>? events = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("destination"u8) && destination is null)
            {
                reader.Read();
                destination = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
            }
            else if (reader.ValueTextEquals("events"u8) && events is null)
            {
                reader.Read();
                events = Events(ref reader, body);
            }
            else if (reader.ValueTextEquals("events"u8) || reader.ValueTextEquals("destination"u8))
            {
                // Two of them: whichever we took, somebody could have meant the other.
                return null;
            }
            else
            {
                reader.Skip();
            }
        }

        // Reads on to the end, so that bytes after the object are refused.
        while (reader.Read())
        {
        }

        return destination is null || events is null ? null : new LineDelivery(destination, Items.Of<LineEvent>([.. events]));
    }

    private static List<LineEvent> Events(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var events = new List<LineEvent>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            events.Add(EventReader.Read(body[start..(int)reader.BytesConsumed]));
        }

        return events;
    }
}
