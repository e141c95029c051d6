using System.Globalization;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>Reads a date as lists and guardians write it: 2017-05-03, 2017/5/3, 20170503, 2017年5月3日, 平成29年5月3日, H29.5.3.</summary>
public static partial class BirthDate
{
    public static DateOnly? Read(string text)
    {
        var normal = JapaneseText.Normal(text).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant().Replace("元年", "1年", StringComparison.Ordinal);
        if (DateOnly.TryParseExact(normal, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var run))
        {
            return run;
        }

        if (Parts.Match(normal) is not { Success: true } found)
        {
            return null;
        }

        var year = Number(found, "year") + found.Groups["era"].Value switch { "平成" or "H" => 1988, "令和" or "R" => 2018, _ => 0 };
        var (month, day) = (Number(found, "month"), Number(found, "day"));
        return year is >= 1900 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static int Number(Match found, string group) => int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<era>平成|令和|H|R)?(?<year>[0-9]{1,4})[-/.年](?<month>[0-9]{1,2})[-/.月](?<day>[0-9]{1,2})日?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts { get; }
}
