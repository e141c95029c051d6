using System.Buffers;
using System.Text.Json;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Conversations;

/// <summary>Inputs that do not come from LINE, as the payload of an inbox event: what our own page was told, a language learned.</summary>
public static class InputCodec
{
    public static ReadOnlyMemory<byte> Write(Input.Filled page)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, ConversationCodec.Plain))
        {
            json.WriteStartObject();
            json.WriteString("form", page.Form.Value);
            json.WriteNumber("began", page.Began.Value);
            AnswerCodec.Write(json, "answers", page.Answers);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Write(Input.Learned learned)
    {
        var buffer = new ArrayBufferWriter<byte>(32);
        using (var json = new Utf8JsonWriter(buffer, ConversationCodec.Plain))
        {
            json.WriteStartObject();
            json.WriteString("language", learned.Language.Tag);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <returns><c>null</c> for a payload of a kind that this version does not know.</returns>
    public static Input? Read(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        if (root.Text("language") is { } tag)
        {
            return new Input.Learned(new Language(tag));
        }

        return root.Text("form") is { } form
            ? new Input.Filled(new FormId(form), new TurnNo(root.GetProperty("began").GetInt64()), AnswerCodec.Read(root.GetProperty("answers")))
            : null;
    }
}
