using Bot.Domain.Kernel;
using System.Globalization;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>Hours as staff type them: <c>月火水木金 08:30-17:15</c>, one line for each stretch.</summary>
internal static class OfficeHours
{
    private const string Weekdays = "日月火水木金土";

    public static string Write(Items<OpenHours> hours) => string.Join('\n', hours.GroupBy(h => (h.From, h.To)).Select(g =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Concat(g.Select(h => Weekdays[(int)h.Day]))} {g.Key.From:HH:mm}-{g.Key.To:HH:mm}")));

    /// <summary><c>null</c> when a line cannot be read.</summary>
    public static Items<OpenHours>? Parse(string text)
    {
        var hours = new List<OpenHours>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var plain = JapaneseText.Normal(line);
            if (plain.Split([' ', '-', '～', '~'], StringSplitOptions.RemoveEmptyEntries) is not [var days, var from, var to]
                || days.Any(d => !Weekdays.Contains(d, StringComparison.Ordinal))
                || !TimeOnly.TryParse(from, CultureInfo.InvariantCulture, out var opens) || !TimeOnly.TryParse(to, CultureInfo.InvariantCulture, out var closes))
            {
                return null;
            }

            hours.AddRange(days.Select(d => new OpenHours((DayOfWeek)Weekdays.IndexOf(d, StringComparison.Ordinal), opens, closes)));
        }

        return [.. hours];
    }
}
