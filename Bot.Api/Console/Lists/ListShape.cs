using Bot.Domain.Kernel;

namespace Bot.Api.Console.Lists;

/// <summary>By what a list can be sorted and filtered. What is not named here cannot be asked for.</summary>
/// <param name="Sorts">The first one holds when none is asked for.</param>
/// <param name="Size">How many rows a page has when nothing else is asked for.</param>
public sealed record ListShape(Items<ListSort> Sorts, Items<ListFilter> Filters, int Size = 50)
{
    /// <summary>More would be slow on the town hall's PCs and read by nobody.</summary>
    public const int MostRows = 100;

    /// <summary>Further pages are never asked for by people, and the database would count through all of them.</summary>
    public const int LastPage = 1000;

    public static Items<int> Sizes { get; } = [20, 50, MostRows];
}

/// <summary>A column by which a list can be sorted.</summary>
/// <param name="Key">As addresses call it.</param>
/// <param name="Falling">Whether the largest comes first when the column is chosen.</param>
public sealed record ListSort(string Key, string Title, bool Falling = false);

/// <summary>One field of a list's filter bar.</summary>
public abstract record ListFilter
{
    private ListFilter(string key, string title) => (Key, Title) = (key, title);

    /// <summary>As addresses call it.</summary>
    public string Key { get; }

    public string Title { get; }

    /// <param name="Hint">What may be typed, such as "お名前・電話番号".</param>
    public sealed record Words(string Name, string Label, string? Hint = null, int Most = 100) : ListFilter(Name, Label);

    /// <param name="All">The title of "no matter which".</param>
    public sealed record Choice(string Name, string Label, Items<ListOption> Options, string All = "すべて") : ListFilter(Name, Label);

    /// <summary>Any of several.</summary>
    public sealed record Choices(string Name, string Label, Items<ListOption> Options) : ListFilter(Name, Label);

    public sealed record Day(string Name, string Label) : ListFilter(Name, Label);

    public sealed record Number(string Name, string Label, int Least = 0, int Most = int.MaxValue) : ListFilter(Name, Label);

    public sealed record Flag(string Name, string Label) : ListFilter(Name, Label);
}

/// <summary>One of a filter's choices.</summary>
public sealed record ListOption(string Value, string Title);
