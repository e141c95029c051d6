using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Names and fees as they are said.</summary>
public static class FeeWords
{
    public static Words Name(Article article, string? size) => article.Sizes.FirstOrDefault(s => s.Code == size) is { } known
        ? Words.Of("bulky-waste.items.sized", ("name", new Words.Local(article.Name)), ("size", new Words.Local(known.Name)))
        : new Words.Local(article.Name);

    /// <summary>One fee, or from the least to the most when it goes by size.</summary>
    public static Words Of(Article article, DateOnly day)
    {
        var fees = article.SizesOn(day).Select(s => s.Fee).Append(article.Fee ?? default).Where(f => f.Amount > 0).OrderBy(f => f.Amount).ToArray();
        return fees switch
        {
            [] => Words.Of("bulky-waste.fee.later"),
            [var one] => new Words.Money(one),
            [var least, .., var most] when least == most => new Words.Money(least),
            [var least, .., var most] => Words.Of("bulky-waste.fee.range", ("least", new Words.Money(least)), ("most", new Words.Money(most))),
        };
    }

    /// <summary>The sum of the basket; what staff must look at first is named, not guessed.</summary>
    public static Words Total(Answer.Basket basket, Catalogue catalogue, DateOnly day)
    {
        var fees = basket.Lines.Select(l => catalogue.FeeOf(l, day) is { } fee ? (Yen?)(fee * (l.Number ?? 1)) : null).ToList();
        var sum = fees.OfType<Yen>().Aggregate(new Yen(0), Yen.Add);
        return fees.TrueForAll(f => f is not null)
            ? new Words.Money(sum)
            : sum.Amount == 0
                ? Words.Of("bulky-waste.fee.later")
                : Words.Of("bulky-waste.fee.partly", ("sum", new Words.Money(sum)));
    }
}
