using System.Globalization;
using Bot.Domain.Kernel;
using Microsoft.Extensions.Primitives;

namespace Bot.Api.Console.Lists;

/// <summary>What of a list is asked for, read from the address. Every value is one that the list's shape allows; the rest is left out and said.</summary>
public sealed record ListQuery
{
    private ListQuery(ListShape shape, Items<ListValue> values, Items<string> notices) => (Shape, Values, Notices) = (shape, values, notices);

    public ListShape Shape { get; }

    /// <summary>The filters that are set.</summary>
    public Items<ListValue> Values { get; private init; }

    /// <summary>What was left out of the address, in words for its reader.</summary>
    public Items<string> Notices { get; }

    /// <summary>From 1.</summary>
    public int Page { get; private init; } = 1;

    public int Size { get; private init; }

    public required ListSort Sort { get; init; }

    public bool Falling { get; private init; }

    public int Offset => (Page - 1) * Size;

    public bool IsFiltered => Values.Count > 0;

    public static ListQuery Read(ListShape shape, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var asked = query.Where(q => !StringValues.IsNullOrEmpty(q.Value)).ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal);
        var notices = new List<string>();
        var values = new List<ListValue>();
        foreach (var filter in shape.Filters)
        {
            foreach (var text in asked.GetValueOrDefault(filter.Key).OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal))
            {
                if (filter is not ListFilter.Choices && values.Exists(v => v.Key == filter.Key))
                {
                    break;
                }

                if (ListValue.Parse(filter, text) is { } value)
                {
                    values.Add(value);
                }
                else
                {
                    notices.Add($"「{filter.Title}」の値が正しくないため、条件から外しました。");
                }
            }
        }

        var order = asked.GetValueOrDefault("sort").ToString();
        var falling = order.StartsWith('-');
        var sort = shape.Sorts.FirstOrDefault(s => s.Key == order[(falling ? 1 : 0)..]);
        if (sort is null && order.Length > 0)
        {
            notices.Add("指定された並び順は使えないため、いつもの順に並べています。");
        }

        var page = Whole("page", 1, ListShape.LastPage, "ページ番号が正しくないため、1ページ目を表示しています。") ?? 1;
        var size = Whole("size", 1, ListShape.MostRows, $"1ページの件数は{ListShape.MostRows}件までです。") ?? shape.Size;
        return new ListQuery(shape, [.. values], [.. notices.Distinct(StringComparer.Ordinal)])
        {
            Sort = sort ?? shape.Sorts[0],
            Falling = sort is null ? shape.Sorts[0].Falling : falling,
            Page = page,
            Size = size,
        };

        int? Whole(string key, int least, int most, string otherwise)
        {
            if (!asked.TryGetValue(key, out var text))
            {
                return null;
            }

            if (ListValue.Whole(text.ToString()) is { } number && number >= least && number <= most)
            {
                return number;
            }

            notices.Add(otherwise);
            return null;
        }
    }

    /// <summary>What was typed; <c>null</c> when the filter is not set.</summary>
    public string? Text(string key) => Find(key)?.Text;

    /// <summary>All that was chosen of a filter of several.</summary>
    public Items<string> Texts(string key) => [.. Values.Where(v => v.Key == key).Select(v => v.Text)];

    public DateOnly? Day(string key) => Find(key)?.Day;

    public int? Number(string key) => Find(key)?.Number;

    public bool Flag(string key) => Find(key) is not null;

    public bool Has(string key, string value) => Values.Any(v => v.Key == key && v.Text == value);

    /// <summary>The same list, another page.</summary>
    public ListQuery At(int page) => this with { Page = Math.Clamp(page, 1, ListShape.LastPage) };

    public ListQuery Sized(int size) => this with { Size = Math.Clamp(size, 1, ListShape.MostRows), Page = 1 };

    /// <summary>Sorted by a column; by the one that it is sorted by already, the other way round.</summary>
    public ListQuery By(ListSort sort) => this with { Sort = sort, Falling = sort.Key == Sort.Key ? !Falling : sort.Falling, Page = 1 };

    public ListQuery Without(string key) => this with { Values = [.. Values.Where(v => v.Key != key)], Page = 1 };

    /// <summary>The query of an address, without a question mark; what is as usual is left out. The page is left out too where a view is saved.</summary>
    public string Address(bool withPage = true)
    {
        var parts = Values.Select(v => (v.Key, v.Text)).ToList();
        if (Sort.Key != Shape.Sorts[0].Key || Falling != Shape.Sorts[0].Falling)
        {
            parts.Add(("sort", (Falling ? "-" : "") + Sort.Key));
        }

        if (Size != Shape.Size)
        {
            parts.Add(("size", Size.ToString(CultureInfo.InvariantCulture)));
        }

        if (withPage && Page > 1)
        {
            parts.Add(("page", Page.ToString(CultureInfo.InvariantCulture)));
        }

        return string.Join('&', parts.Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
    }

    /// <summary>A link to the list as asked for. Never an empty query, which would open the reader's usual view instead.</summary>
    public string Link() => Address() is { Length: > 0 } address ? $"?{address}" : All;

    /// <summary>A link to the list without conditions.</summary>
    public const string All = "?all=1";

    private ListValue? Find(string key) => Values.FirstOrDefault(v => v.Key == key);
}
