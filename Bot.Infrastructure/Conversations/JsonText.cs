using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Conversations;

/// <summary>Text of residents in our JSON: half a surrogate pair, which JSON cannot carry, becomes U+FFFD instead of an exception.</summary>
internal static class JsonText
{
    internal static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, JapaneseText.Whole(text));
        }
    }

    internal static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
