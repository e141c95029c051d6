using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>When messages may come on one day of the week; without times, not at all on that day.</summary>
/// <param name="Until">Midnight stands for the end of the day.</param>
public sealed record DayHours(TimeOnly? From, TimeOnly? Until)
{
    /// <summary>The days in their order: Sunday to Saturday, as the framework counts, then holidays.</summary>
    public const int Days = 8;

    private const int Holiday = 7;

    /// <summary>As most town halls work.</summary>
    public static Items<DayHours> Office { get; } =
    [
        new(null, null), .. Enumerable.Repeat(new DayHours(new(8, 30), new(17, 15)), 5), new(null, null), new(null, null),
    ];

    private bool Holds(TimeOnly time) => From is { } from && Until is { } until && time >= from && (until == TimeOnly.MinValue || time < until);

    internal static bool Allow(Items<DayHours> hours, DateTimeOffset now, Func<DateOnly, bool> isHoliday)
    {
        var local = now.ToOffset(JapanTime.Offset).DateTime;
        var day = DateOnly.FromDateTime(local);
        var at = isHoliday(day) ? Holiday : (int)day.DayOfWeek;
        return at < hours.Count && hours[at].Holds(TimeOnly.FromDateTime(local));
    }
}
