using Bot.Domain.Schools.Absences;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Schools.Absences;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>
/// Whom all who told of it call away. Where two guardians differ the child is looked for. A late one comes at an hour that stands under seal:
/// two hours after the school's own are waited for.
/// </summary>
public static class ReportedAbsences
{
    public static AwayToday Of(SchoolTowns towns) => async (tx, town, school, day, stop) =>
    {
        var late = (towns.Find(town, school)?.CutOff ?? new TimeOnly(9, 0)).AddHours(2);
        var told = await AbsenceSearch.OfDay(tx, town, school, day, stop);
        return [.. told.GroupBy(a => a.Child).Select(child => Away(child, late)).OfType<ReportedAway>()];
    };

    /// <summary>The newest word of each who told it counts; staff's own are one.</summary>
    private static ReportedAway? Away(IGrouping<Bot.Domain.Schools.ChildId, Absence> told, TimeOnly late)
    {
        var kinds = told.OrderByDescending(a => a.SentAt).DistinctBy(a => a.Citizen).Select(a => a.Kind).ToList();
        return kinds.TrueForAll(k => k.IsAway()) ? new ReportedAway(told.Key, null)
            : kinds.Contains(AbsenceKind.Late) ? new ReportedAway(told.Key, late)
            : null;
    }
}
