using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>What was written, as it stands under seal. Letters from before there were translations have none.</summary>
internal static class LetterText
{
    public static byte[] Write(LetterContent content) => JsonSerializer.SerializeToUtf8Bytes(new Stored(
        content.Title, content.Body, content.Translations.ToDictionary(t => t.Language.Tag, t => new Part(t.Title, t.Body), StringComparer.Ordinal)));

    public static LetterContent Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json)!;
        return new LetterContent(stored.Title, stored.Body) { Translations = [.. (stored.Others ?? []).Select(o => new LetterTranslation(new Language(o.Key), o.Value.Title, o.Value.Body))] };
    }

    private sealed record Stored(string Title, string Body, Dictionary<string, Part>? Others = null);

    private sealed record Part(string Title, string Body);
}
