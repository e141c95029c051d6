using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>How much more fits, and by which rule.</summary>
/// <param name="Limit">The rule's figure.</param>
/// <param name="Of">The article whose own limit binds; <c>null</c> when the whole request is full.</param>
public sealed record Room(int Left, int Limit, Article? Of)
{
    public Words Reason => Of is { } article
        ? Words.Of("bulky-waste.limit.item", ("name", new Words.Local(article.Name)), ("most", Words.Number(Limit)))
        : Words.Of("bulky-waste.limit.request", ("most", Words.Number(Limit)));
}

/// <summary>The moves that change a basket. None of them ever passes a limit.</summary>
internal static class BasketMoves
{
    public static Answer.Basket Empty { get; } = new([]);

    public static Answer.Basket Searching(this Answer.Basket basket, string? search, Catalogue catalogue, DateOnly day) =>
        new([.. basket.Lines.Where(l => catalogue.IsComplete(l, day))], search);

    /// <summary>How many more pieces fit, the line at <paramref name="except"/> left out of the count.</summary>
    public static Room RoomFor(this Answer.Basket basket, Article? article, Catalogue catalogue, int? except = null)
    {
        var others = basket.Lines.Index().Where(l => l.Index != except).Select(l => l.Item).ToList();
        var whole = catalogue.MostItems - others.Sum(l => l.Number ?? 0);
        var own = article is null ? int.MaxValue : article.Limit - others.Where(l => l.Item == article.Code).Sum(l => l.Number ?? 0);
        return own < whole ? new(own, article!.Limit, article) : new(whole, catalogue.MostItems, null);
    }

    /// <summary>Adds a line. A number that does not fit is asked again, and then the question says how many may go.</summary>
    public static Reading Add(this Answer.Basket basket, BasketLine line, Article? article, Catalogue catalogue, DateOnly day)
    {
        var kept = basket.Searching(null, catalogue, day);
        var left = kept.RoomFor(article, catalogue).Left;
        return kept.Put(kept.Lines.Count, line.Number > left && left > 0 ? line with { Number = null } : line, article, catalogue, day);
    }

    /// <summary>Sets one line, if it fits; where only one piece fits, its number is not asked.</summary>
    public static Reading Put(this Answer.Basket basket, int at, BasketLine line, Article? article, Catalogue catalogue, DateOnly day)
    {
        var room = basket.RoomFor(article, catalogue, at);
        if (room.Left < 1 || line.Number > room.Left)
        {
            return new Reading.Puzzled(room.Left < 1 ? room.Reason : TooMany(room));
        }

        var whole = line with { Number = line.Number ?? (room.Left == 1 ? 1 : null) };
        Items<BasketLine> lines = [.. basket.Lines.Take(at), whole, .. basket.Lines.Skip(at + 1)];
        return new Reading.Understood(new Answer.Basket(catalogue.IsComplete(whole, day) ? Merged(lines) : lines));
    }

    public static Answer.Basket Without(this Answer.Basket basket, int at)
    {
        Items<BasketLine> lines = [.. basket.Lines.Index().Where(l => l.Index != at).Select(l => l.Item)];
        return new(lines, lines.Count == 0 ? BasketStep.Look : null);
    }

    public static Words TooMany(Room room) => room.Of is { } article
        ? Words.Of("bulky-waste.limit.number-item", ("name", new Words.Local(article.Name)), ("most", Words.Number(room.Limit)), ("left", Words.Number(room.Left)))
        : Words.Of("bulky-waste.limit.number-request", ("most", Words.Number(room.Limit)), ("left", Words.Number(room.Left)));

    /// <summary>The same article in the same size stands once.</summary>
    private static Items<BasketLine> Merged(Items<BasketLine> lines)
    {
        var merged = new List<BasketLine>();
        foreach (var line in lines)
        {
            var same = line.Item is null || line.Number is null ? -1 : merged.FindIndex(m => m.Item == line.Item && m.Size == line.Size && m.Number is not null);
            if (same < 0)
            {
                merged.Add(line);
            }
            else
            {
                merged[same] = merged[same] with { Number = merged[same].Number + line.Number };
            }
        }

        return [.. merged];
    }
}
