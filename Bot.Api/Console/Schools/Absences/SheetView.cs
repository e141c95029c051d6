using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>One report on the sheet.</summary>
/// <param name="Differs">Somebody else has reported otherwise.</param>
/// <param name="Replies">What the school has answered to it.</param>
public sealed record SheetLine(Pupil Pupil, Absence Absence, AbsenceStory Story, bool Differs, IReadOnlyList<ReplyCount> Replies);

/// <summary>One class on the sheet.</summary>
public sealed record SheetClass(SchoolClass Class, IReadOnlyList<Pupil> Pupils, IReadOnlyList<SheetLine> Lines)
{
    public int Of(AbsenceKind kind) => Lines.Where(l => l.Absence.Kind == kind).Select(l => l.Pupil.Child.Id).Distinct().Count();

    /// <summary>Nobody has said anything of them; they are expected.</summary>
    public int NotHeardOf => Pupils.Count - Lines.Select(l => l.Pupil.Child.Id).Distinct().Count();

    public IEnumerable<SheetLine> Unseen => Lines.Where(l => l.Absence.State == AbsenceState.Sent);
}

/// <summary>The sheet of a school for one day.</summary>
public sealed record SheetView(
    School School, DateOnly Day, bool IsOpen, SchoolDay? Decided, IReadOnlyList<SheetClass> Classes, IReadOnlySet<ChildId> InARow, IReadOnlyList<InfectionCount> Infections)
{
    private const int LookBack = 21;

    public static async Task<SheetView> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, School school, DateOnly day, CancellationToken stop)
    {
        var decided = await SchoolDayTable.Of(tx, town, school.Code, day.AddDays(-LookBack), day, stop);
        var pupils = await PupilSearch.OfSchool(tx, sealer, town, school.Code, day, stop);
        var all = await AbsenceSearch.OfSchool(tx, sealer, town, school.Code, new DaySpan(day.AddDays(-LookBack), day), stop);
        var today = all.Where(a => a.Absence.Days.Holds(day)).ToLookup(a => a.Absence.Child);
        var replies = (await ReplySearch.Counts(tx, town, [.. today.SelectMany(a => a).Select(a => a.Absence.Id)], stop)).ToLookup(r => r.Absence);
        var ill = all.Where(a => a.Absence.Days.Holds(day) && a.Absence.Kind.IsAway() && AbsenceReason.IsInfectious(a.Story.Reason)).Select(a => a.Absence.Child).ToHashSet();
        return new SheetView(
            school, day, school.Calendar.IsOpen(day, decided), decided.FirstOrDefault(d => d.Day == day),
            [
                .. pupils.GroupBy(p => p.Class).Select(c => new SheetClass(c.Key, [.. c],
                [
                    .. c.SelectMany(p => today[p.Child.Id].Select(a => new SheetLine(
                        p, a.Absence, a.Story, today[p.Child.Id].Any(o => AbsenceRules.Differ(a.Absence, o.Absence)), [.. replies[a.Absence.Id]]))),
                ])),
            ],
            AbsencePatterns.ThreeInARow(school, decided, [.. all.Select(a => a.Absence)], day),
            AbsencePatterns.Infections(pupils, ill));
    }
}
