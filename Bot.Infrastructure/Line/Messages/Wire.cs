using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Small pieces of writing JSON: what has no value is left out.</summary>
internal static class Wire
{
    // Japanese stays as it is: escaped it would be twice as long, and a bubble has 30 KB only. Nothing of this stands in a page.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    extension(Utf8JsonWriter json)
    {
        public void Text(string name, string? value)
        {
            if (value is not null)
            {
                json.WriteString(name, LineText.WellFormed(value));
            }
        }

        public void Whole(string name, int? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }

        public void Flag(string name, bool set)
        {
            if (set)
            {
                json.WriteBoolean(name, true);
            }
        }

        /// <summary>An enumeration as <c>camelCase</c>.</summary>
        public void Camel<T>(string name, T? value)
            where T : struct, Enum => json.Text(name, value is { } v ? JsonNamingPolicy.CamelCase.ConvertName(v.ToString()) : null);

        /// <summary>An enumeration as <c>kebab-case</c>.</summary>
        public void Kebab<T>(string name, T? value)
            where T : struct, Enum => json.Text(name, value is { } v ? JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()) : null);

        public void Action(string name, LineAction? action)
        {
            if (action is not null)
            {
                json.WritePropertyName(name);
                ActionWriter.Write(json, action);
            }
        }

        public void Each<T>(string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                write(json, item);
            }

            json.WriteEndArray();
        }
    }
}
