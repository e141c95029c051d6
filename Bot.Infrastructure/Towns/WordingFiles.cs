using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>wording.&lt;language&gt;.json</c>: phrases that the town says in its own way, by key.</summary>
internal static class WordingFiles
{
    public static Items<Phrase> Read(string folder, Items<Language> languages, FaultList faults)
    {
        var phrases = new List<Phrase>();
        foreach (var language in languages)
        {
            var file = Path.Combine(folder, $"wording.{language.Tag}.json");
            var needed = Language.Complete.Contains(language);
            if ((needed || File.Exists(file)) && JsonAt.Read(file, faults) is { } json)
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
                continue;
            }

            yield return new Phrase(language, key, value.Text);
        }
    }
}
