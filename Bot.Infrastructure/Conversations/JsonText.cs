using System.Text.Json;

namespace Bot.Infrastructure.Conversations;

/// <summary>Text of residents in our JSON: half a surrogate pair, which JSON cannot carry, becomes U+FFFD instead of an exception.</summary>
internal static class JsonText
{
    internal static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, Whole(text));
        }
    }

    internal static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Whole(string text)
    {
        var broken = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                broken = true;
                break;
            }
        }

        return broken ? string.Concat(text.EnumerateRunes().Select(r => r.ToString())) : text;
    }
}
