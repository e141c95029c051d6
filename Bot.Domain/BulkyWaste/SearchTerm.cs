using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>One folded word by which an article, or a thing that is not collected, is found.</summary>
/// <param name="IsLoose">The word explains more than it names, as easy words do: 電気 for a lamp does not rule out 電気毛布.</param>
internal sealed record SearchTerm(string Text, bool IsLoose, Article? Article, ExcludedThing? Excluded)
{
    private static readonly char[] Partings = ['・', '/', '／', '、', ',', '(', ')', '（', '）', '|'];

    private const string Small = "ぁぃぅぇぉっゃゅょゎ";
    private const string Large = "あいうえおつやゆよわ";

    /// <summary>The names in every language, the kana and the synonyms, each also by its parts.</summary>
    public static IEnumerable<(string Text, bool IsLoose)> Of(LocalText name, string kana, Items<string> synonyms) =>
        synonyms.Append(kana).Append(name.Ja).Append(name.En ?? "").SelectMany(Parts).Select(word => (Text: word, IsLoose: false))
            .Concat(Parts(name.Easy ?? "").Select(word => (Text: word, IsLoose: true)))
            .Where(word => word.Text.Length > 1 || (word.Text.Length == 1 && IsKanji(word.Text[0])))
            .DistinctBy(word => word.Text, StringComparer.Ordinal);

    /// <summary>A name, whole and by its parts: 学習机・事務机 is also 学習机 and 事務机.</summary>
    public static IEnumerable<string> Parts(string name) => name.Split(Partings).Append(name).Select(Loose);

    /// <summary>Folded further than for comparing labels: small kana count as large, and signs do not count.</summary>
    public static string Loose(string text)
    {
        var loose = new StringBuilder(text.Length);
        foreach (var c in JapaneseText.Fold(text))
        {
            if (!char.IsPunctuation(c) && !char.IsSymbol(c))
            {
                loose.Append(Small.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Large[at] : c);
            }
        }

        return loose.ToString();
    }

    public static bool IsKana(char c) => c is >= 'ぁ' and <= 'ゖ';

    public static bool IsKanji(char c) => c is >= '一' and <= '鿿' or '々';
}
