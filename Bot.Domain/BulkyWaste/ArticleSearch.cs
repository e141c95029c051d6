using System.Text.RegularExpressions;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Something that a typed word may mean.</summary>
public abstract record SearchHit
{
    private SearchHit() { }

    /// <param name="Size">The size, when the words name just one.</param>
    public sealed record Collected(Article Article, ArticleSize? Size) : SearchHit;

    public sealed record NotCollected(ExcludedThing Thing) : SearchHit;
}

/// <summary>What was found, best first, and how many pieces were named.</summary>
public sealed record SearchResult(Items<SearchHit> Hits, int? Number);

/// <summary>Finds what residents mean, however they write it: kana, kanji, width, other words, part of a word, one slip of the finger.</summary>
public static partial class ArticleSearch
{
    private const int Most = 10;

    /// <summary>How well a word fits; better comes first, and a worse fit is not shown beside a better one.</summary>
    private enum Fit
    {
        Exact,

        /// <summary>A part of the word was typed: 自転 for 自転車.</summary>
        Part,

        /// <summary>More than the word was typed: 勉強机 for 机, ソファー2人掛け for ソファ.</summary>
        Around,

        /// <summary>One letter is missing, too many, wrong or changed places.</summary>
        Slip,
    }

    private readonly record struct Match(SearchTerm Term, Fit Fit);

    public static SearchResult Look(Catalogue catalogue, string text, DateOnly day)
    {
        var typed = TypedArticle.Parse(text);
        var said = Singular(SearchTerm.Loose(typed.What));
        if (said.Length == 0)
        {
            return new([], null);
        }

        var words = typed.What.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchTerm.Loose).ToArray();
        var kana = said.All(SearchTerm.IsKana);
        var matches = new List<Match>();
        foreach (var term in catalogue.Terms)
        {
            // Looking at a word costs less than looking at a calendar, and few words fit.
            if (FitOf(term, said, kana, words) is { } fit && (term.Article is not { } article || article.Valid.Holds(day)))
            {
                matches.Add(new(term, fit));
            }
        }

        if (matches.Count == 0)
        {
            return new([], typed.Number);
        }

        var best = matches.Min(m => m.Fit);
        var longest = best == Fit.Around ? matches.Where(m => m.Fit == best).Max(m => m.Term.Text.Length) : 0;
        var hits = matches
            .Where(m => m.Fit == best && m.Term.Text.Length >= longest)
            .OrderBy(m => m.Term.Text.StartsWith(said, StringComparison.Ordinal) ? 0 : 1)
            .Select(m => (Code: m.Term.Article?.Code ?? $"={m.Term.Excluded!.Code}", Hit: HitOf(m, said, day)))
            .DistinctBy(h => h.Code, StringComparer.Ordinal)
            .Take(Most)
            .Select(h => h.Hit);
        return new([.. hits], typed.Number);
    }

    private static Fit? FitOf(SearchTerm found, string said, bool kana, string[] words)
    {
        var term = found.Text;
        if (term == said)
        {
            return found.IsLoose ? Fit.Part : Fit.Exact;
        }

        if (IsPart(term, said, kana))
        {
            return Fit.Part;
        }

        if (said.StartsWith(term, StringComparison.Ordinal) || said.EndsWith(term, StringComparison.Ordinal) || words.Contains(term, StringComparer.Ordinal))
        {
            return Fit.Around;
        }

        return IsSlip(term, said) || Array.Exists(words, w => w != said && IsSlip(term, w)) ? Fit.Slip : null;
    }

    /// <summary>One kanji may say it all; one kana says nothing, and two say little in the midst of a word: ディスプレイ is no いす.</summary>
    private static bool IsPart(string term, string said, bool kana) => (said.Length, kana) switch
    {
        (1, _) => SearchTerm.IsKanji(said[0]) && term.Contains(said, StringComparison.Ordinal),
        (2, true) => term.StartsWith(said, StringComparison.Ordinal) || term.EndsWith(said, StringComparison.Ordinal),
        _ => term.Contains(said, StringComparison.Ordinal),
    };

    private static SearchHit HitOf(Match match, string said, DateOnly day) => match.Term switch
    {
        { Article: { } article } => new SearchHit.Collected(article, match.Fit == Fit.Around ? SizeOf(article, said, match.Term.Text, day) : null),
        { Excluded: { } thing } => new SearchHit.NotCollected(thing),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What was typed beside the article's name may name its size.</summary>
    private static ArticleSize? SizeOf(Article article, string said, string term, DateOnly day)
    {
        var rest = said.StartsWith(term, StringComparison.Ordinal) ? said[term.Length..] : said.EndsWith(term, StringComparison.Ordinal) ? said[..^term.Length] : "";
        if (rest.Length == 0)
        {
            return null;
        }

        var sizes = article.SizesOn(day);
        return Only(rest) ?? (Measure.Match(rest) is { Success: true } measure ? Only(measure.Value) : null);

        ArticleSize? Only(string part) => sizes.Where(s => SearchTerm.Parts(s.Name.Ja).Any(p => p.StartsWith(part, StringComparison.Ordinal))).ToArray() is [var only] ? only : null;
    }

    /// <summary>Catalogues name one thing, people type bicycles.</summary>
    private static string Singular(string said) => said is { Length: > 3 } && said[^1] == 's' && said.All(char.IsAsciiLetter) ? said[..^1] : said;

    /// <summary>2人 of 2人掛け names the size 2人用.</summary>
    [GeneratedRegex(@"\A\d{1,3}[人段畳型]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Measure { get; }

    private static bool IsSlip(string term, string said) => term.Length >= 4 && said.Length >= 4 && EditDistance.IsAtMostOne(term, said);
}
