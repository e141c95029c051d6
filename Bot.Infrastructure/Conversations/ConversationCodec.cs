using System.Buffers;
using System.Text.Json;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Conversations;

/// <summary>
/// A conversation as it is stored (the turn number has a column of its own). Format 1; a later format adds properties and a
/// higher <c>v</c>, and still reads this one, since old and new processes run side by side during an update.
/// </summary>
public static class ConversationCodec
{
    private const int Format = 1;

    /// <summary>Options that leave Japanese as it is: half the bytes of <c>\u</c> escapes.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Write(Conversation conversation)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Format);
            if (conversation.Phase is Phase.Filling f)
            {
                json.WriteStartObject("filling");
                Write(json, f.Draft);
                json.WriteText("revisiting", f.Revisiting?.Value);
                json.WriteNumber("misreads", f.Misreads);
                json.WriteEndObject();
            }

            if (conversation.Shelved is { } shelved)
            {
                json.WriteStartObject("shelved");
                Write(json, shelved.Draft);
                json.WriteNumber("at", shelved.At.ToUnixTimeMilliseconds());
                json.WriteEndObject();
            }

            if (conversation.Language is { } speech)
            {
                json.WriteString("language", speech.Language.Tag);
                json.WriteBoolean("chosen", speech.Chosen);
            }

            if (conversation.Later is { } later)
            {
                json.WriteStartObject("later");
                json.WriteString("form", later.Form.Value);
                json.WriteString("submission", later.Submission);
                json.WriteString("question", later.Question.Value);
                json.WriteNumber("until", later.Until.ToUnixTimeMilliseconds());
                json.WriteEndObject();
            }

            if (conversation.Friend is { } friend)
            {
                json.WriteBoolean("friend", friend.IsFriend);
                json.WriteNumber("since", friend.Since.ToUnixTimeMilliseconds());
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <param name="state"><c>null</c> for a resident who has not spoken yet.</param>
    public static Conversation Read(long turn, ReadOnlyMemory<byte>? state)
    {
        if (state is not { Length: > 0 } bytes)
        {
            return Conversation.New with { Turn = new TurnNo(turn) };
        }

        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        return new Conversation(
            new TurnNo(turn),
            root.TryGetProperty("filling", out var f)
                ? new Phase.Filling(ReadDraft(f), f.Text("revisiting") is { } id ? new QuestionId(id) : null, f.GetProperty("misreads").GetInt32())
                : new Phase.Idle(),
            root.TryGetProperty("shelved", out var s) ? new Rested(ReadDraft(s), Time(s, "at")) : null,
            root.Text("language") is { } tag ? new Speech(new Language(tag), root.GetProperty("chosen").GetBoolean()) : null,
            root.TryGetProperty("later", out var l)
                ? new Later(new FormId(l.Text("form")!), l.GetProperty("submission").GetGuid(), new QuestionId(l.Text("question")!), Time(l, "until"))
                : null,
            root.TryGetProperty("friend", out var friend) ? new Friendship(friend.GetBoolean(), Time(root, "since")) : null);
    }

    private static void Write(Utf8JsonWriter json, Draft draft)
    {
        json.WriteString("form", draft.Form.Value);
        json.WriteNumber("version", draft.Version);
        json.WriteNumber("began", draft.Began.Value);
        json.WriteNumber("asked", draft.AskedAt.Value);
        json.WriteText("question", draft.Asked is { } bubble ? bubble.Question?.Value ?? "" : null);
        AnswerCodec.Write(json, "answers", draft.Answers);
    }

    private static Draft ReadDraft(JsonElement draft) => new(
        new FormId(draft.Text("form")!),
        draft.GetProperty("version").GetInt32(),
        new TurnNo(draft.GetProperty("began").GetInt64()),
        new TurnNo(draft.GetProperty("asked").GetInt64()),
        AnswerCodec.Read(draft.GetProperty("answers")),
        draft.Text("question") is { } asked ? new Asked(asked.Length > 0 ? new QuestionId(asked) : null) : null);

    private static DateTimeOffset Time(JsonElement from, string name) => DateTimeOffset.FromUnixTimeMilliseconds(from.GetProperty(name).GetInt64());
}
