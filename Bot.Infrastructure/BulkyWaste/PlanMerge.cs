using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Lays a plan that was brought in over the present one: it holds from today on; what has held until yesterday stays as it was.</summary>
public static class PlanMerge
{
    public static CollectionPlan Over(CollectionPlan present, CollectionPlan brought, DateOnly today)
    {
        var was = present.Articles.GroupBy(a => a.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new ArticleTimes([.. g]), StringComparer.Ordinal);
        var named = brought.Articles.GroupBy(a => a.Code, StringComparer.Ordinal).ToList();
        var merged = named.Select(g => was.TryGetValue(g.Key, out var before) ? Merge(before, new ArticleTimes([.. g]), today) : new ArticleTimes([.. g]));
        var gone = was.Where(w => named.All(g => g.Key != w.Key)).Select(w => w.Value.Until(today.AddDays(-1))).OfType<ArticleTimes>();
        return brought with { Articles = [.. merged.Concat(gone).SelectMany(a => a.Rows)] };
    }

    /// <summary>Categories, articles and excluded things alone, as one union takes them over from another; zones, days and rules stay.</summary>
    public static CollectionPlan CatalogueOver(CollectionPlan present, CollectionPlan brought, DateOnly today)
    {
        var merged = Over(present, brought, today);
        return present with { Categories = merged.Categories, Articles = merged.Articles, Excluded = merged.Excluded };
    }

    private static ArticleTimes Merge(ArticleTimes before, ArticleTimes brought, DateOnly today)
    {
        var rows = Joined(before.Rows, brought.Rows, r => r.Valid, (r, valid) => r with { Valid = valid }, r => r with { Valid = default, Sizes = [] }, today);
        var codes = brought.Sizes.Concat(before.Sizes).Select(s => s.Code).Distinct(StringComparer.Ordinal);
        var sizes = codes.SelectMany(code => Joined(
            before.Sizes.Where(s => s.Code == code), brought.Sizes.Where(s => s.Code == code), s => s.Valid, (s, valid) => s with { Valid = valid },
            s => s with { Valid = default }, today));
        return new ArticleTimes([.. rows]).With(sizes);
    }

    /// <summary>The old until yesterday, the new from today; where both say the same, one row goes on.</summary>
    private static List<T> Joined<T>(
        IEnumerable<T> before, IEnumerable<T> brought, Func<T, Validity> valid, Func<T, Validity, T> with, Func<T, T> timeless, DateOnly today)
        where T : notnull
    {
        var (yesterday, rows) = (today.AddDays(-1), new List<T>());
        var old = before.Where(r => valid(r).From <= yesterday).Select(r => with(r, new(valid(r).From, Earlier(valid(r).Until, yesterday))));
        var fresh = brought.Where(r => valid(r).Until is null || valid(r).Until >= today).Select(r => with(r, valid(r) with { From = Later(valid(r).From, today) }));
        foreach (var row in old.Concat(fresh).OrderBy(r => valid(r).From))
        {
            if (rows.Count > 0 && valid(rows[^1]).Until == valid(row).From.AddDays(-1) && timeless(rows[^1]).Equals(timeless(row)))
            {
                rows[^1] = with(row, valid(row) with { From = valid(rows[^1]).From });
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static DateOnly Earlier(DateOnly? one, DateOnly other) => one is { } day && day < other ? day : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
