using System.Collections.Frozen;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What is collected at which fee, and what is not. Made once and shared by many turns.</summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, Article[]> _byCode;

    /// <param name="mostItems">How many pieces one request may hold together.</param>
    public Catalogue(Items<Category> categories, Items<Article> articles, Items<ExcludedThing> excluded, int mostItems)
    {
        Categories = categories;
        Articles = articles;
        Excluded = excluded;
        MostItems = mostItems;
        _byCode = articles.GroupBy(a => a.Code, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        Terms =
        [
            .. articles.SelectMany(a => SearchTerm.Of(a.Name, a.Kana, a.Synonyms).Select(t => new SearchTerm(t.Text, t.IsLoose, a, null))),
            .. excluded.SelectMany(e => SearchTerm.Of(e.Name, e.Kana, e.Synonyms).Select(t => new SearchTerm(t.Text, t.IsLoose, null, e))),
        ];
    }

    public Items<Category> Categories { get; }

    /// <summary>All that was, is and will be collected; one code stands once for each time.</summary>
    public Items<Article> Articles { get; }

    public Items<ExcludedThing> Excluded { get; }

    public int MostItems { get; }

    /// <summary>Every word by which something may be found, folded.</summary>
    internal Items<SearchTerm> Terms { get; }

    public Article? Find(string code, DateOnly day) => _byCode.GetValueOrDefault(code)?.FirstOrDefault(a => a.Valid.Holds(day));

    public Items<Article> In(Category category, DateOnly day) =>
        [.. Articles.Where(a => a.Category == category.Code && a.Valid.Holds(day))];

    /// <summary>What one piece of the line costs on this day; <c>null</c> when nobody knows yet.</summary>
    public Yen? FeeOf(BasketLine line, DateOnly day) => line.Item is { } code ? Find(code, day)?.FeeOf(line.Size, day) : null;

    /// <summary>Whether article, size and number are told, as far as the article needs them.</summary>
    public bool IsComplete(BasketLine line, DateOnly day) =>
        line.Number is not null
        && (line.Item is null || line.Size is not null || Find(line.Item, day) is not { } article || article.SizesOn(day).Count == 0);
}
