using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>An article through all its times, oldest first. Sizes stand with every time that they meet.</summary>
public sealed record ArticleTimes(Items<Article> Rows)
{
    public string Code => Rows[0].Code;

    /// <summary>All sizes through all their times, each once, in the order in which they are shown.</summary>
    public Items<ArticleSize> Sizes
    {
        get
        {
            var all = Rows.SelectMany(r => r.Sizes).DistinctBy(s => (s.Code, s.Valid.From)).ToList();
            var order = all.Select(s => s.Code).Distinct(StringComparer.Ordinal).ToList();
            return [.. all.OrderBy(s => order.IndexOf(s.Code)).ThenBy(s => s.Valid.From)];
        }
    }

    /// <summary>What holds on this day; else what holds last.</summary>
    public Article On(DateOnly day) => Rows.FirstOrDefault(r => r.Valid.Holds(day)) ?? Rows[^1];

    /// <summary>Lays these sizes down for every time of the article that they meet.</summary>
    public ArticleTimes With(IEnumerable<ArticleSize> sizes)
    {
        var all = sizes.ToList();
        return new([.. Rows.OrderBy(r => r.Valid.From).Select(r => r with { Sizes = [.. all.Where(s => s.Valid.Meets(r.Valid))] })]);
    }

    /// <summary>A new fee from a day on. The old one holds until the day before; a change that is laid down for later still comes.</summary>
    /// <param name="size"><c>null</c> for an article with one fee.</param>
    /// <returns><c>null</c> when nothing that could have a new fee holds on that day.</returns>
    public ArticleTimes? NewFee(string? size, Yen fee, DateOnly from)
    {
        if (size is null)
        {
            return Rows.FirstOrDefault(r => r.Valid.Holds(from) && r.Fee is not null) is { } row
                ? new ArticleTimes([.. Rows.SelectMany(r => r == row ? Split(r, r.Valid, from, (a, valid, isNew) => a with { Valid = valid, Fee = isNew ? fee : a.Fee }) : [r])])
                : null;
        }

        var sizes = Sizes;
        return sizes.FirstOrDefault(s => s.Code == size && s.Valid.Holds(from)) is { } held && Rows.Any(r => r.Valid.Holds(from))
            ? With(sizes.SelectMany(s => s == held ? Split(s, s.Valid, from, (a, valid, isNew) => a with { Valid = valid, Fee = isNew ? fee : a.Fee }) : [s]))
            : null;
    }

    /// <summary>No longer collected after this day.</summary>
    public ArticleTimes? Until(DateOnly last)
    {
        Items<Article> rows = [.. Rows.Where(r => r.Valid.From <= last).Select(r => r with { Valid = Ended(r.Valid, last) })];
        return rows.Count == 0
            ? null
            : new ArticleTimes(rows).With(Sizes.Where(s => s.Valid.From <= last).Select(s => s with { Valid = Ended(s.Valid, last) }));
    }

    /// <summary>Changes words or limits in every time that has not passed; what has passed stays as it was.</summary>
    public ArticleTimes Since(DateOnly today, Func<Article, Article> change) =>
        new([.. Rows.Select(r => r.Valid.Until < today ? r : change(r))]);

    private static IEnumerable<T> Split<T>(T row, Validity valid, DateOnly from, Func<T, Validity, bool, T> make) => valid.From == from
        ? [make(row, valid, true)]
        : [make(row, valid with { Until = from.AddDays(-1) }, false), make(row, valid with { From = from }, true)];

    private static Validity Ended(Validity valid, DateOnly last) => valid.Until is { } until && until <= last ? valid : valid with { Until = last };
}
