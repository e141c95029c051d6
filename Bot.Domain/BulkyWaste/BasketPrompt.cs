using System.Diagnostics;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.BasketStep;

namespace Bot.Domain.BulkyWaste;

/// <summary>How each step of the basket stands before the resident. Every step offers a way on.</summary>
internal static class BasketPrompt
{
    private const int MostNumbers = 10;

    private static readonly Button.Pick Kinds = Navigate("kinds");
    private static readonly Button.Pick Unsure = Navigate("unsure");
    private static readonly Button.Pick Look = Navigate("look");
    private static readonly Button.Pick More = new("more", Words.Of("bulky-waste.items.more-button"));
    private static readonly Button.Pick Done = Navigate("done");
    private static readonly Button.Pick Remove = Navigate("remove");
    private static readonly Button.Pick List = Navigate("list");

    public static Words Text(BasketStep step, Answer.Basket basket, Catalogue catalogue, DateOnly day) => step switch
    {
        Looking when basket.Lines.Count > 0 => Words.Of("bulky-waste.items.more"),
        Looking => Words.Of("bulky-waste.items.ask"),
        AllCategories => Words.Of("bulky-waste.items.kinds-ask"),
        InCategory(var category) => Words.Of("bulky-waste.items.kind-ask", ("kind", new Words.Local(category.Name))),
        Found { Result.Hits.Count: 0 } f => Words.Of("bulky-waste.items.none", ("text", new Words.Plain(f.Text))),
        Found f => Words.Of("bulky-waste.items.several", ("text", new Words.Plain(f.Text))),
        Advised(var thing) => Words.Of("bulky-waste.items.excluded", ("name", new Words.Local(thing.Name)), ("advice", new Words.Local(thing.Advice))),
        Sizing(_, var article) => WithNote(article, Words.Of("bulky-waste.items.size", ("name", new Words.Local(article.Name)))),
        Counting c => Counted(c, basket, catalogue, day),
        Listing => Listed(basket, catalogue, day),
        Removing => Words.Of("bulky-waste.items.remove-ask"),
        _ => throw new UnreachableException(),
    };

    public static Items<Button.Pick> Options(BasketStep step, Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        Button.Pick[] back = basket.Lines.Any(l => catalogue.IsComplete(l, day)) ? [List] : [];
        return step switch
        {
            Looking => [Kinds, Unsure, .. back],
            AllCategories => [.. catalogue.Categories.Select(c => new Button.Pick($"k:{c.Code}", new Words.Local(c.Name))), Look, Unsure, .. back],
            InCategory(var category) => [.. catalogue.In(category, day).Select(a => Pick(a, null, day)), Kinds, Look, .. back],
            Found { Result.Hits.Count: 0 } => [Unsure, Kinds, Look, .. back],
            Found f => [.. f.Result.Hits.Select(h => Pick(h, day)), Unsure, Look, .. back],
            Advised => [Look, .. back],
            Sizing(_, var article) =>
                [.. article.SizesOn(day).Select(s => new Button.Pick($"s:{s.Code}", new Words.Local(s.Name), new Words.Money(s.Fee))), Navigate("unsure-size"), Look],
            Counting(var line, var article) =>
                [.. Enumerable.Range(1, Math.Clamp(basket.RoomFor(article, catalogue, line).Left, 0, MostNumbers)).Select(n => new Button.Pick($"n{n}", Words.Number(n))), Look],
            Listing => basket.RoomFor(null, catalogue).Left > 0 ? [More, Done, Remove] : [Done, Remove],
            Removing => [.. basket.Lines.Index().Select(l => new Button.Pick($"r:{l.Index}", Line(l.Item, catalogue, day))), List],
            _ => throw new UnreachableException(),
        };
    }

    public static Words Line(BasketLine line, Catalogue catalogue, DateOnly day) => Words.Of(
        "bulky-waste.items.line",
        ("name", Name(line, catalogue, day)),
        ("number", Words.Number(line.Number ?? 1)));

    public static Words LineWithFee(BasketLine line, Catalogue catalogue, DateOnly day) => Words.Of(
        "bulky-waste.items.line-fee",
        ("line", Line(line, catalogue, day)),
        ("fee", catalogue.FeeOf(line, day) is { } fee ? new Words.Money(fee * (line.Number ?? 1)) : Words.Of("bulky-waste.fee.later")));

    private static Words Name(BasketLine line, Catalogue catalogue, DateOnly day)
    {
        if (line.Item is not { } code)
        {
            return line.Remark is { Length: > 0 } remark
                ? Words.Of("bulky-waste.items.unsure-named", ("text", new Words.Plain(remark)))
                : Words.Of("bulky-waste.items.unsure-name");
        }

        return catalogue.Find(code, day) is { } article ? FeeWords.Name(article, line.Size) : Words.Of("review.gone");
    }

    private static Words.Lines Listed(Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        var full = basket.RoomFor(null, catalogue) is { Left: < 1 } room ? room : null;
        return new Words.Lines(
        [
            Words.Of("bulky-waste.items.list"),
            .. basket.Lines.Select(l => LineWithFee(l, catalogue, day)),
            Words.Of("bulky-waste.items.subtotal", ("total", FeeWords.Total(basket, catalogue, day))),
            full is null ? Words.Of("bulky-waste.items.list-ask") : full.Reason,
        ]);
    }

    private static Words.Lines Counted(Counting step, Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        var ask = step.Article is { } article ? Words.Of("bulky-waste.items.number", ("name", new Words.Local(article.Name))) : Words.Of("bulky-waste.items.number-unsure");
        var left = Words.Of("bulky-waste.limit.left", ("left", Words.Number(basket.RoomFor(step.Article, catalogue, step.Line).Left)));
        return step.Article is { Note: { } note } sized && sized.SizesOn(day).Count == 0
            ? new([ask, left, new Words.Local(note)])
            : new([ask, left]);
    }

    private static Words WithNote(Article article, Words text) =>
        article.Note is { } note ? new Words.Lines([text, new Words.Local(note)]) : text;

    private static Button.Pick Pick(SearchHit hit, DateOnly day) => hit switch
    {
        SearchHit.Collected(var article, var size) => Pick(article, size, day),
        SearchHit.NotCollected(var thing) => new Button.Pick($"x:{thing.Code}", new Words.Local(thing.Name), Words.Of("bulky-waste.items.not-collected")),
        _ => throw new UnreachableException(),
    };

    private static Button.Pick Pick(Article article, ArticleSize? size, DateOnly day) =>
        new($"a:{article.Code}", FeeWords.Name(article, size?.Code), size is null ? FeeWords.Of(article, day) : new Words.Money(size.Fee));

    private static Button.Pick Navigate(string key) => new(key, Words.Of($"bulky-waste.items.{key}"));
}
