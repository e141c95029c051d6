using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>How many of a class are away with something that spreads.</summary>
public sealed record InfectionCount(ClassId Class, int Away, int Of)
{
    /// <summary>A fifth of the class is what schools commonly think about closing it at; the decision stays with the head and the school doctor.</summary>
    public bool IsHint => Away >= 2 && Away * 5 >= Of;
}

/// <summary>What a teacher should notice.</summary>
public static class AbsencePatterns
{
    private const int Row = 3;

    private const int LookBack = 21;

    /// <summary>The children who are away on this day of school and on the two before it.</summary>
    public static IReadOnlySet<ChildId> ThreeInARow(School school, IReadOnlyList<SchoolDay> decided, IReadOnlyList<Absence> all, DateOnly day)
    {
        var days = Enumerable.Range(0, LookBack).Select(n => day.AddDays(-n)).Where(d => school.Calendar.IsOpen(d, decided)).Take(Row).ToList();
        var away = all.Where(a => a.State.IsLive() && a.Kind.IsAway()).ToLookup(a => a.Child);
        return days.Count < Row ? new HashSet<ChildId>() : away.Where(c => days.TrueForAll(d => c.Any(a => a.Days.Holds(d)))).Select(c => c.Key).ToHashSet();
    }

    public static IReadOnlyList<InfectionCount> Infections(IReadOnlyList<Pupil> pupils, IReadOnlySet<ChildId> ill) =>
        [.. pupils.GroupBy(p => p.Class.Id).Select(c => new InfectionCount(c.Key, c.Count(p => ill.Contains(p.Child.Id)), c.Count())).Where(c => c.Away > 0)];
}
