using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>
/// Where the gathering of articles stands. It follows from the basket alone: what its <c>Search</c> holds, or the first line that lacks something.
/// </summary>
public abstract record BasketStep
{
    private BasketStep() { }

    /// <summary>A name is awaited.</summary>
    public sealed record Looking : BasketStep;

    public sealed record AllCategories : BasketStep;

    public sealed record InCategory(Category Category) : BasketStep;

    /// <summary>A word was typed that means several things, or nothing that we know.</summary>
    public sealed record Found(string Text, SearchResult Result) : BasketStep;

    /// <summary>The thing is not collected; the resident reads what to do with it.</summary>
    public sealed record Advised(ExcludedThing Thing) : BasketStep;

    public sealed record Sizing(int Line, Article Article) : BasketStep;

    /// <param name="Article"><c>null</c> for a line of which the resident is unsure.</param>
    public sealed record Counting(int Line, Article? Article) : BasketStep;

    /// <summary>All lines are whole: one more, or is this all?</summary>
    public sealed record Listing : BasketStep;

    public sealed record Removing : BasketStep;

    /// <summary>Marks that stand in <c>Search</c>; a typed word never begins with one.</summary>
    internal const string Look = "";
    internal const string Kinds = "@";
    internal const string Out = "=";
    internal const string Removal = "-";

    private const int LongestWord = 40;

    public static BasketStep Of(Answer.Basket basket, Catalogue catalogue, DateOnly day) => basket switch
    {
        { Search: Kinds } => new AllCategories(),
        { Search: ['@', .. var code] } => catalogue.Categories.FirstOrDefault(c => c.Code == code) is { } category ? new InCategory(category) : new AllCategories(),
        { Search: ['=', .. var code] } => catalogue.Excluded.FirstOrDefault(e => e.Code == code) is { } thing ? new Advised(thing) : new Looking(),
        { Search: Removal, Lines.Count: > 0 } => new Removing(),
        { Search: Look or Removal } => new Looking(),
        { Search: { } text } => new Found(text, ArticleSearch.Look(catalogue, text, day)),
        { Lines.Count: 0 } => new Looking(),
        _ => Lacking(basket, catalogue, day),
    };

    /// <summary>A typed word as it may stand in <c>Search</c>.</summary>
    internal static string Word(string text)
    {
        var word = JapaneseText.Normal(text).Trim().TrimStart('@', '=', '-').Trim();
        if (word.Length <= LongestWord)
        {
            return word;
        }

        return char.IsHighSurrogate(word[LongestWord - 1]) ? word[..(LongestWord - 1)] : word[..LongestWord];
    }

    private static BasketStep Lacking(Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        var at = basket.Lines.TakeWhile(l => catalogue.IsComplete(l, day)).Count();
        if (at == basket.Lines.Count)
        {
            return new Listing();
        }

        var line = basket.Lines[at];
        var article = line.Item is { } code ? catalogue.Find(code, day) : null;
        return article is not null && line.Size is null && article.SizesOn(day).Count > 0 ? new Sizing(at, article) : new Counting(at, article);
    }
}
