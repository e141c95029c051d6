using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Api.Console.Lists;

/// <summary>A filter that is set, with its value as text and as what it means.</summary>
/// <param name="Text">As the address has it.</param>
/// <param name="Title">As the reader sees it.</param>
public sealed record ListValue(string Key, string Text, string Title, DateOnly? Day = null, int? Number = null)
{
    /// <summary><c>null</c> when the text is no value of this filter.</summary>
    internal static ListValue? Parse(ListFilter filter, string text) => filter switch
    {
        ListFilter.Words(_, _, _, var most) => text.Length <= most && !text.Contains('\0', StringComparison.Ordinal) ? new(filter.Key, text, text) : null,
        ListFilter.Choice choice => Chosen(filter.Key, choice.Options, text),
        ListFilter.Choices choices => Chosen(filter.Key, choices.Options, text),
        ListFilter.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200
            ? new(filter.Key, text, JapanTime.Say(day, Language.Japanese), Day: day)
            : null,
        ListFilter.Number number => Whole(text) is { } whole && whole >= number.Least && whole <= number.Most
            ? new(filter.Key, whole.ToString(CultureInfo.InvariantCulture), whole.ToString("N0", CultureInfo.InvariantCulture), Number: whole)
            : null,
        ListFilter.Flag => text == "1" ? new(filter.Key, text, "はい") : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A whole number, typed in half or full width.</summary>
    internal static int? Whole(string text) =>
        int.TryParse(JapaneseText.Normal(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ListValue? Chosen(string key, Items<ListOption> options, string text) =>
        options.FirstOrDefault(o => o.Value == text) is { } option ? new(key, text, option.Title) : null;
}
