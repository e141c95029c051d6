using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Wording;

/// <summary>All phrases of one town in all languages, as data. A key that a language lacks is said in Japanese.</summary>
public sealed class Wordbook
{
    private readonly FrozenDictionary<(string Tag, string Key), string> _phrases;
    private readonly FrozenDictionary<string, FrozenSet<string>> _heard;

    /// <param name="phrases">Templates by language and key. Keys that begin with <c>hear.</c> list what residents may type, parted by <c>|</c>.</param>
    public Wordbook(IEnumerable<(Language Language, string Key, string Template)> phrases)
    {
        _phrases = phrases.GroupBy(p => (p.Language.Tag, p.Key)).ToFrozenDictionary(g => g.Key, g => g.Last().Template);
        _heard = _phrases.Where(p => p.Key.Key.StartsWith("hear.", StringComparison.Ordinal))
            .GroupBy(p => p.Key.Key["hear.".Length..], StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key,
                g => g.SelectMany(p => p.Value.Split('|')).Select(JapaneseText.Fold).Where(t => t.Length > 0).ToFrozenSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    /// <summary>The same book with a town's own wording laid over it.</summary>
    public Wordbook With(IEnumerable<(Language Language, string Key, string Template)> own) =>
        new(_phrases.Select(p => (new Language(p.Key.Tag), p.Key.Key, p.Value)).Concat(own));

    public bool Has(string key, Language language) => _phrases.ContainsKey((language.Tag, key));

    public IEnumerable<string> Keys => _phrases.Keys.Select(k => k.Key).Distinct(StringComparer.Ordinal);

    /// <summary>Whether the text is one of the words listed for this wish, in any language, however it was typed.</summary>
    public bool Hears(string wish, string text) => _heard.TryGetValue(wish, out var words) && words.Contains(JapaneseText.Fold(text));

    /// <summary>The length of the longest word listed for this wish that occurs in the text; 0 when none does.</summary>
    public int HearsWithin(string wish, string text)
    {
        var folded = JapaneseText.Fold(text);
        return _heard.TryGetValue(wish, out var words)
            ? words.Where(w => folded.Contains(w, StringComparison.Ordinal)).Select(w => w.Length).DefaultIfEmpty().Max()
            : 0;
    }

    public string Say(Words words, Language language) => words switch
    {
        Words.Plain(var text) => text,
        Words.Local(var text) => text.In(language),
        Words.Money(var amount) => Money(amount, language),
        Words.Day(var date) => JapanTime.Say(date, language),
        Words.Moment(var at) => JapanTime.Say(at, language),
        Words.Phrase(var key, var args) => Fill(Template(key, language), args, language),
        Words.Lines(var parts) => string.Join('\n', parts.Select(p => Say(p, language))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Money(Yen amount, Language language)
    {
        var digits = amount.Amount.ToString("N0", CultureInfo.InvariantCulture);
        return language.Tag is "ja" or "ja-easy" ? $"{digits}円" : $"¥{digits}";
    }

    private string Template(string key, Language language) =>
        _phrases.GetValueOrDefault((language.Tag, key))
        ?? (language.Tag is "ja" or "ja-easy" ? null : _phrases.GetValueOrDefault(("en", key)))
        ?? _phrases.GetValueOrDefault(("ja", key))
        ?? throw new KeyNotFoundException($"no words for '{key}'");

    private string Fill(string template, Items<Arg> args, Language language)
    {
        if (args.Count == 0)
        {
            return template;
        }

        var text = new StringBuilder(template.Length + 32);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(template, at, template.Length - at);
                break;
            }

            text.Append(template, at, open - at);
            var name = template.AsSpan(open + 1, close - open - 1);
            text.Append(Find(args, name) is { } value ? Say(value, language) : template.AsSpan(open, close - open + 1));
            at = close + 1;
        }

        return text.ToString();
    }

    private static Words? Find(Items<Arg> args, ReadOnlySpan<char> name)
    {
        foreach (var arg in args)
        {
            if (name.SequenceEqual(arg.Name))
            {
                return arg.Value;
            }
        }

        return null;
    }
}
