using System.Globalization;
using System.Text.RegularExpressions;

namespace Bot.Domain.Kernel;

/// <summary>Dates as people type them: <c>12/3</c>, <c>１２月３日</c>, <c>来週の木曜</c>, <c>あさって</c>, <c>next Thursday</c>.</summary>
public static partial class JapaneseDate
{
    private const string Weekdays = "日月火水木金土";

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The day that was meant, seen from <paramref name="today"/>; a date without a year is the next such date. <c>null</c> if none is named.</summary>
    public static DateOnly? Parse(string text, DateOnly today)
    {
        var plain = JapaneseText.Normal(text).Trim().ToLowerInvariant();
        return plain.Length is 0 or > 60 ? null : Numbered(plain, today) ?? Relative(plain, today) ?? OnWeekday(plain, today);
    }

    private static DateOnly? Numbered(string plain, DateOnly today)
    {
        if (Full.Match(plain) is { Success: true } full)
        {
            var era = full.Groups["era"].Success ? 2018 : 0;
            return Of(Int(full, "y") + era, Int(full, "m"), Int(full, "d"));
        }

        if (MonthDay.Match(plain) is { Success: true } both)
        {
            return Next(Int(both, "m"), Int(both, "d"), today);
        }

        if (English.Match(plain) is { Success: true } english)
        {
            return Next(Array.IndexOf(Months, english.Groups["m"].Value) + 1, Int(english, "d"), today);
        }

        if (DayAlone.Match(plain) is { Success: true } alone)
        {
            return InMonth(Int(alone, "d"), alone.Groups["next"].Success, today);
        }

        return null;
    }

    private static DateOnly? Relative(string plain, DateOnly today)
    {
        if (Ahead.Match(plain) is { Success: true } ahead)
        {
            return today.AddDays(Int(ahead, "n") * (ahead.Groups["week"].Success ? 7 : 1));
        }

        foreach (var (word, days) in Near)
        {
            if (plain.Contains(word, StringComparison.Ordinal))
            {
                return today.AddDays(days);
            }
        }

        return null;
    }

    /// <summary>来週 is the week that begins next Monday; a bare weekday is the next one after today.</summary>
    private static DateOnly? OnWeekday(string plain, DateOnly today)
    {
        int weekday;
        string when;
        if (JapaneseWeekday.Match(plain) is { Success: true } ja)
        {
            (weekday, when) = (Weekdays.IndexOf(ja.Groups["d"].Value, StringComparison.Ordinal), ja.Groups["when"].Value);
        }
        else if (EnglishWeekday.Match(plain) is { Success: true } en)
        {
            (weekday, when) = (Array.IndexOf(Days, en.Groups["d"].Value), "");
        }
        else
        {
            return null;
        }

        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var inWeek = monday.AddDays((weekday + 6) % 7);
        return when switch
        {
            "今週" => inWeek,
            "来週" => inWeek.AddDays(7),
            "再来週" => inWeek.AddDays(14),
            _ => inWeek > today ? inWeek : inWeek.AddDays(7),
        };
    }

    private static DateOnly? InMonth(int day, bool nextMonth, DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        return nextMonth
            ? Of(first.AddMonths(1).Year, first.AddMonths(1).Month, day)
            : Enumerable.Range(0, 3).Select(first.AddMonths).Select(m => Of(m.Year, m.Month, day)).FirstOrDefault(d => d >= today);
    }

    private static DateOnly? Next(int month, int day, DateOnly today) =>
        Of(today.Year, month, day) is { } thisYear && thisYear >= today ? thisYear : Of(today.Year + 1, month, day);

    private static DateOnly? Of(int year, int month, int day) =>
        year is >= 2000 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Int(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // Longer words first: 明々後日 holds 後日, and あさって holds あさ.
    private static readonly (string Word, int Days)[] Near =
    [
        ("明々後日", 3), ("しあさって", 3), ("明後日", 2), ("あさって", 2), ("the day after tomorrow", 2),
        ("明日", 1), ("あした", 1), ("あす", 1), ("tomorrow", 1), ("今日", 0), ("きょう", 0), ("本日", 0), ("today", 0),
    ];

    // \d is a digit of any script, of which int.Parse knows only ours: it stands only where something must not be a digit.
    private const RegexOptions Strict = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"(?<!\d)(?:(?<y>20[0-9][0-9])|(?<era>令和|r)\s*(?<y>[0-9]{1,2}))\s*[年/.\-]\s*(?<m>[0-9]{1,2})\s*[月/.\-]\s*(?<d>[0-9]{1,2})(?!\d)", Strict, 1000)]
    private static partial Regex Full { get; }

    [GeneratedRegex(@"(?<!\d)(?<m>[0-9]{1,2})\s*(?:[/.\-]|月の?)\s*(?<d>[0-9]{1,2})(?!\d)", Strict, 1000)]
    private static partial Regex MonthDay { get; }

    [GeneratedRegex(@"\b(?:(?<d>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?<d>[0-9]{1,2}))(?!\d)", Strict, 1000)]
    private static partial Regex English { get; }

    [GeneratedRegex(@"(?<!\d)(?<next>来月の?)?\s*(?<!\d)(?<d>[0-9]{1,2})日(?!後|間|以)", Strict, 1000)]
    private static partial Regex DayAlone { get; }

    [GeneratedRegex(@"(?<!\d)(?<n>[0-9]{1,2})\s*(?:日|(?<week>週間?))後", Strict, 1000)]
    private static partial Regex Ahead { get; }

    [GeneratedRegex(@"(?<when>今週|再来週|来週|次|今度)の?\s*(?<d>[日月火水木金土])|(?<d>[日月火水木金土])曜|^(?<d>[日月火水木金土])$", Strict, 1000)]
    private static partial Regex JapaneseWeekday { get; }

    [GeneratedRegex(@"\b(?<d>sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday|s|rs)?\b", Strict, 1000)]
    private static partial Regex EnglishWeekday { get; }
}
