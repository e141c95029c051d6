using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Schools;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>A child in one class; who changed classes within the month has a row in each.</summary>
/// <param name="Pupil">As it was at last in this class.</param>
public sealed record MonthRow(Pupil Pupil, IReadOnlyList<Membership> Spans)
{
    public bool Holds(DateOnly day) => Spans.Any(s => s.Holds(day));
}

/// <summary>A month of a school; days without school are left out, and each day counts in the class in which the child was on it.</summary>
public sealed record MonthView(School School, DateOnly First, IReadOnlyList<DateOnly> Days, IReadOnlyList<MonthRow> Rows, ILookup<ChildId, Absence> Absences)
{
    /// <summary>On a day on which the child was not in this class.</summary>
    public const string Elsewhere = "／";

    public static readonly AbsenceKind[] Counted = [AbsenceKind.Absent, AbsenceKind.Suspended, AbsenceKind.Late, AbsenceKind.Early];

    public static MonthView Of(School school, DateOnly first, IReadOnlyList<DateOnly> days, IReadOnlyList<Membership> members, IEnumerable<Absence> absences) => new(
        school, first, days,
        [
            .. members.GroupBy(m => (m.Pupil.Child.Id, m.Pupil.Class.Id)).Select(m => new MonthRow(m.MaxBy(s => s.From)!.Pupil, [.. m]))
                .Where(row => days.Count == 0 || days.Any(row.Holds)),
        ],
        absences.ToLookup(a => a.Child));

    /// <summary>The latest word on a day; nothing where nobody said anything.</summary>
    public string Sign(MonthRow row, DateOnly day) => !row.Holds(day) ? Elsewhere : On(row, day) is { } kind ? SheetShown.Sign(kind) : "";

    public int Count(MonthRow row, AbsenceKind kind) => Days.Count(d => row.Holds(d) && On(row, d) == kind);

    private AbsenceKind? On(MonthRow row, DateOnly day) => Absences[row.Pupil.Child.Id].LastOrDefault(a => a.Days.Holds(day))?.Kind;
}
