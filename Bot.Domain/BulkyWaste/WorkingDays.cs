using System.Collections.Frozen;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>The days on which the office works: no weekends, no holidays, no closings of its own.</summary>
/// <param name="off">Holidays and closings; weekends need not stand in it.</param>
public sealed class WorkingDays(IEnumerable<DateOnly> off)
{
    private readonly FrozenSet<DateOnly> _off = off.ToFrozenSet();

    public bool IsWorking(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_off.Contains(day);

    /// <summary>The day that lies <paramref name="count"/> working days after <paramref name="day"/>; with none, the day itself.</summary>
    public DateOnly After(DateOnly day, int count) => Step(day, count, 1);

    /// <summary>The day that lies <paramref name="count"/> working days before <paramref name="day"/>; with none, the day itself.</summary>
    public DateOnly Before(DateOnly day, int count) => Step(day, count, -1);

    private DateOnly Step(DateOnly day, int count, int step)
    {
        for (var left = count; left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorking(day) ? 1 : 0;
        }

        return day;
    }
}

/// <summary>The last moment for something, counted back from a day of collection.</summary>
public sealed record Deadline(int WorkingDaysBefore, TimeOnly At)
{
    public DateTimeOffset For(DateOnly collection, WorkingDays office) =>
        JapanTime.At(office.Before(collection, WorkingDaysBefore), At);
}
