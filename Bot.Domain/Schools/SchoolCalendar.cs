using Bot.Domain.Kernel;

namespace Bot.Domain.Schools;

/// <summary>Days on which a school has none, by its plan: holidays, the long breaks.</summary>
/// <param name="Last">The last day of it; the first one when it is a single day.</param>
public sealed record SchoolBreak(DateOnly First, DateOnly Last, LocalText Reason);

/// <summary>On which days a school has children, by its plan. What a school decides in the morning (a typhoon) is laid over it as a <see cref="SchoolDay"/>.</summary>
/// <param name="Weekdays">Such as Monday to Friday; a nursery also has Saturday.</param>
public sealed record SchoolCalendar(Items<DayOfWeek> Weekdays, Items<SchoolBreak> Breaks)
{
    /// <summary>Why there is no school; <c>null</c> on a day of school. A weekday without school has no words of its own.</summary>
    public SchoolBreak? Break(DateOnly day) => Breaks.FirstOrDefault(b => b.First <= day && day <= b.Last);

    public bool IsOpen(DateOnly day) => Weekdays.Contains(day.DayOfWeek) && Break(day) is null;

    /// <summary>The same with what the school has decided for single days.</summary>
    public bool IsOpen(DateOnly day, IEnumerable<SchoolDay> decided) => decided.FirstOrDefault(d => d.Day == day)?.IsOpen ?? IsOpen(day);
}

/// <summary>What a school has decided for one day, against its plan: closed for a typhoon, open on a Saturday for the sports day.</summary>
/// <param name="Reason">As guardians read it, in Japanese.</param>
public sealed record SchoolDay(DateOnly Day, bool IsOpen, string Reason);
