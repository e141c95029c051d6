using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Wording;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>wording.&lt;language&gt;.json</c>: phrases that the town says in its own way, by key.</summary>
internal static partial class TownWording
{
    /// <summary>The placeholders of every phrase that ships with the bot.</summary>
    private static readonly FrozenDictionary<string, Items<string>> Shipped =
        WordingFiles.Shipped().Where(p => p.Language == Language.Japanese).ToFrozenDictionary(p => p.Key, p => Placeholders(p.Text), StringComparer.Ordinal);

    /// <summary>What every phrase may say: the town fills it in once, whatever the phrase is about.</summary>
    private static readonly Items<string> OfTheHouse = ["{town}", "{telephone}", "{desk}", "{hours}"];

    public static Items<Phrase> Read(string folder, Items<Language> languages, FaultList faults)
    {
        var phrases = new List<Phrase>();
        foreach (var language in languages)
        {
            var file = Path.Combine(folder, $"wording.{language.Tag}.json");
            var needed = Language.Complete.Contains(language);
            if ((needed || faults.Bytes(file) is not null) && JsonAt.Read(file, faults) is { } json)
            {
                phrases.AddRange(Phrases(file, language, json, faults));
            }
        }

        foreach (var key in phrases.Select(p => p.Key).Distinct(StringComparer.Ordinal))
        {
            // half a change of tone is worse than none: a phrase is said anew in all complete languages
            foreach (var language in Language.Complete.Where(l => languages.Contains(l) && !phrases.Exists(p => p.Key == key && p.Language == l)))
            {
                faults.Add(Path.Combine(folder, $"wording.{language.Tag}.json"), null, key, "他の言語で言い換えています。この言語でも書いてください。");
            }
        }

        return [.. phrases];
    }

    private static IEnumerable<Phrase> Phrases(string file, Language language, JsonAt json, FaultList faults)
    {
        foreach (var (key, value) in json.Members)
        {
            if (value.Kind != JsonTokenType.String || string.IsNullOrWhiteSpace(value.Text))
            {
                faults.Add(file, value.Line, key, "言葉を \" と \" で囲んで書いてください。");
            }
            else if (!Shipped.TryGetValue(key, out var placeholders))
            {
                faults.Add(file, value.Line, key, $"「{key}」という言葉はありません。名前のつづりを確かめてください。");
            }
            else if (Placeholders(value.Text).FirstOrDefault(p => !placeholders.Contains(p) && !OfTheHouse.Contains(p)) is { } strange)
            {
                faults.Add(file, value.Line, key, $"「{strange}」は使えません。使えるもの: {string.Join(", ", placeholders.Concat(OfTheHouse).Distinct(StringComparer.Ordinal))}");
            }
            else
            {
                yield return new Phrase(language, key, value.Text);
            }
        }
    }

    private static Items<string> Placeholders(string text) => [.. Placeholder.Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder { get; }
}
