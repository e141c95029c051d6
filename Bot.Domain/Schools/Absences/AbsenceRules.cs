using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Why a day does not do. The names end keys of the wording.</summary>
public enum DayTrouble
{
    Past,
    Far,

    /// <summary>No school on that day.</summary>
    Closed,
}

/// <summary>On which days a child may be reported, and what two reports are to each other.</summary>
public static class AbsenceRules
{
    /// <summary>So many days ahead one may report.</summary>
    public const int Ahead = 60;

    private const int LookBack = 14;

    public static DayTrouble? Check(School school, Items<SchoolDay> decided, DateOnly day, DateOnly today) =>
        day < today ? DayTrouble.Past
        : day > today.AddDays(Ahead) ? DayTrouble.Far
        : school.Calendar.IsOpen(day, decided) ? null
        : DayTrouble.Closed;

    /// <summary>The same for a whole range: some day of it must be one of school; those that are not are left out.</summary>
    public static DayTrouble? CheckRange(School school, Items<SchoolDay> decided, DaySpan days, DateOnly today) =>
        days.First == days.Last || days.First < today ? Check(school, decided, days.First, today)
        : days.Last > today.AddDays(Ahead) ? DayTrouble.Far
        : Closed(school, decided, days).Count == days.Count ? DayTrouble.Closed
        : null;

    /// <summary>The days of a range without school.</summary>
    public static Items<DateOnly> Closed(School school, IEnumerable<SchoolDay> decided, DaySpan days) =>
        [.. Enumerable.Range(0, days.Count).Select(days.First.AddDays).Where(d => !school.Calendar.IsOpen(d, decided))];

    /// <summary>The days of school from a day on, at most so many.</summary>
    public static IEnumerable<DateOnly> OpenDays(School school, Items<SchoolDay> decided, DateOnly from, int most) =>
        Enumerable.Range(0, Ahead + 1).Select(from.AddDays).Where(d => school.Calendar.IsOpen(d, decided)).Take(most);

    /// <summary>Whether the school asks to telephone as well: it is a matter of today, and the hour has passed.</summary>
    public static bool IsPastCutOff(School school, AbsenceKind kind, DaySpan days, DateTimeOffset now) =>
        kind != AbsenceKind.Early && days.Holds(JapanTime.Day(now)) && TimeOnly.FromTimeSpan(now.ToOffset(JapanTime.Offset).TimeOfDay) > school.CutOff;

    /// <summary>One's own report of the last day of school, if today may be the same and nothing is said of today yet.</summary>
    public static OwnAbsence? Repeatable(ReportingChild child, Items<OwnAbsence> own, DateOnly today)
    {
        var mine = own.Where(o => o.Child == child.Child && o.State.IsLive()).ToList();
        if (!child.School.Calendar.IsOpen(today, child.Decided) || mine.Exists(o => o.Days.Holds(today)))
        {
            return null;
        }

        var before = Enumerable.Range(1, LookBack).Select(n => today.AddDays(-n)).Where(d => child.School.Calendar.IsOpen(d, child.Decided)).Take(1).ToList();
        return before is [var last] ? mine.Where(o => o.Days.Holds(last)).MaxBy(o => o.SentAt) : null;
    }

    /// <summary>Whether two people report differently of the same child.</summary>
    public static bool Differ(Absence one, Absence other) =>
        one.Child == other.Child && one.Citizen != other.Citizen && one.State.IsLive() && other.State.IsLive() && one.Kind != other.Kind && one.Days.Meets(other.Days);
}
