using System.Text;
using System.Text.Json;

namespace Bot.Infrastructure.Towns;

/// <summary>A JSON value that knows where it stands in its file, so that a fault can name the line.</summary>
internal sealed class JsonAt
{
    private JsonAt(JsonTokenType kind, string path, int line, string text)
    {
        Kind = kind;
        Path = path;
        Line = line;
        Text = text;
    }

    public JsonTokenType Kind { get; }

    public string Path { get; }

    public int Line { get; }

    /// <summary>A string's words, or a number or word such as <c>true</c> as it is written.</summary>
    public string Text { get; }

    public Dictionary<string, JsonAt> Members { get; } = new(StringComparer.Ordinal);

    public List<JsonAt> Elements { get; } = [];

    /// <summary>Stands for a section that is missing.</summary>
    public bool IsNothing => Kind == JsonTokenType.None;

    public JsonAt Nothing(string path) => new(JsonTokenType.None, path, Line, "");

    public static JsonAt? Read(string file, FaultList faults)
    {
        if (TextFile.Read(file, faults) is not { } text)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            reader.Read();
            var root = Value(ref reader, "", file, bytes, faults);
            while (reader.Read())
            {
                // only to see that nothing follows
            }

            if (root.Kind == JsonTokenType.StartObject)
            {
                return root;
            }

            faults.Add(file, 1, null, "全体を { と } で囲んでください。");
        }
        catch (JsonException broken)
        {
            faults.Add(file, (int)(broken.LineNumber ?? 0) + 1, null,
                "JSONとして読めません。この行か一つ前の行の「,」「\"」「{ }」を確かめてください。");
        }

        return null;
    }

    private static JsonAt Value(ref Utf8JsonReader reader, string path, string file, byte[] bytes, FaultList faults)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        var value = new JsonAt(reader.TokenType, path, line, text);
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                value.Elements.Add(Value(ref reader, $"{path}[{value.Elements.Count}]", file, bytes, faults));
            }
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var member = Value(ref reader, path.Length == 0 ? name : $"{path}.{name}", file, bytes, faults);
                if (!value.Members.TryAdd(name, member))
                {
                    faults.Add(file, member.Line, member.Path, "同じ名前が二度あります。一つにしてください。");
                }
            }
        }

        return value;
    }
}
