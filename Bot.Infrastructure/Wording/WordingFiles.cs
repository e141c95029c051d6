using System.Reflection;
using System.Text.Json;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Wording;

/// <summary>Reads the wording files that ship with the bot: <c>{subject}.{language}.json</c>, flat objects of key and text.</summary>
public static class WordingFiles
{
    public static Wordbook Load() => new(Shipped());

    public static IEnumerable<(Language Language, string Key, string Text)> Shipped()
    {
        var assembly = typeof(WordingFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Bot.Infrastructure.Wording.", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => Read(assembly, name));
    }

    /// <summary>Phrases of one file's bytes; a town's own wording has the same shape.</summary>
    /// <exception cref="JsonException">It is not a flat object of texts, or a key stands twice.</exception>
    public static IReadOnlyList<(string Key, string Text)> Read(ReadOnlySpan<byte> json) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, string>>(json, Strict)!.Select(p => (p.Key, p.Value))];

    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false, ReadCommentHandling = JsonCommentHandling.Skip };

    private static IEnumerable<(Language Language, string Key, string Text)> Read(Assembly assembly, string name)
    {
        // Bot.Infrastructure.Wording.core.ja-easy.json
        var parts = name.Split('.');
        var language = new Language(parts[^2]);
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return [.. Read(bytes.ToArray().AsSpan()).Select(p => (language, p.Key, p.Text))];
    }
}
