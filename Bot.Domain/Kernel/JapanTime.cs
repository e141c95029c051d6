using System.Globalization;

namespace Bot.Domain.Kernel;

/// <summary>Town time. Japan keeps UTC+9 all year, so an offset is enough.</summary>
public static class JapanTime
{
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(9);

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), Offset);

    public static string Say(DateOnly day, Language language) => language.Tag switch
    {
        "ja" => string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日（{Weekdays[(int)day.DayOfWeek]}）"),
        "ja-easy" => string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日（{Weekdays[(int)day.DayOfWeek]}曜日）"),
        _ => day.ToString("ddd, d MMM yyyy", CultureInfo.InvariantCulture),
    };

    public static string Say(DateTimeOffset at, Language language)
    {
        var local = at.ToOffset(Offset);
        var day = Say(DateOnly.FromDateTime(local.DateTime), language);
        return language.Tag switch
        {
            "ja" => string.Create(CultureInfo.InvariantCulture, $"{day} {local:H:mm}"),
            "ja-easy" => $"{day} {Easy(local)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{day}, {local:H:mm}"),
        };
    }

    private static string Easy(DateTimeOffset local)
    {
        var (half, hour) = local.Hour < 12 ? ("午前", local.Hour) : ("午後", local.Hour - 12);
        var minute = local.Minute > 0 ? string.Create(CultureInfo.InvariantCulture, $"{local.Minute}分") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{half}{hour}時{minute}");
    }

    private const string Weekdays = "日月火水木金土";
}
