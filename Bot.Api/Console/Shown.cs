using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Api.Console;

/// <summary>How values are written on the console's pages.</summary>
public static class Shown
{
    /// <summary>Other people's text with what could turn or hide the text around it made visible, such as <c>⟦U+202E⟧</c>.</summary>
    public static string Safe(string? text) => VisibleText.Of(text);

    public static string Money(Yen amount) => string.Create(CultureInfo.InvariantCulture, $"{amount.Amount:#,##0}円");

    public static string Day(DateOnly day) => $"{day.Year}年{JapanTime.Say(day, Language.Japanese)}";

    /// <summary>A day without the year, for lists.</summary>
    public static string ShortDay(DateOnly day) => JapanTime.Say(day, Language.Japanese);

    public static string Moment(DateTimeOffset at) => $"{at.ToOffset(JapanTime.Offset).Year}年{JapanTime.Say(at, Language.Japanese)}";

    /// <summary>For the attribute of <c>time</c>.</summary>
    public static string Machine(DateTimeOffset at) => at.ToOffset(JapanTime.Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
