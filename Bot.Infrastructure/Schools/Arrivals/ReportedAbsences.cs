using Bot.Domain.Schools.Absences;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Schools.Absences;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>
/// Whom all who told of it call away. Where two guardians differ the child is looked for. A late one is waited for until half an hour after the hour that was told,
/// and where nobody told one, until two hours after the school's own.
/// </summary>
public static class ReportedAbsences
{
    public static AwayToday Of(SchoolTowns towns) => async (tx, town, school, day, stop) =>
    {
        var late = (towns.Find(town, school)?.CutOff ?? new TimeOnly(9, 0)).AddHours(2);
        var told = await AbsenceSearch.OfDay(tx, town, school, day, stop);
        return [.. told.GroupBy(a => a.Child).Select(child => Away(child, late)).OfType<ReportedAway>()];
    };

    /// <summary>Never past midnight, which would be early.</summary>
    private static TimeOnly Patient(TimeOnly told) => told < new TimeOnly(23, 29) ? told.AddMinutes(30) : new TimeOnly(23, 59);

    /// <summary>The newest word of each who told it counts; staff's own are one.</summary>
    private static ReportedAway? Away(IGrouping<Bot.Domain.Schools.ChildId, Absence> told, TimeOnly late)
    {
        var words = told.OrderByDescending(a => a.SentAt).DistinctBy(a => a.Citizen).ToList();
        var hours = words.Where(a => a.Kind == AbsenceKind.Late).Select(a => a.ExpectedAt is { } told ? Patient(told) : late).ToList();
        return words.TrueForAll(a => a.Kind.IsAway()) ? new ReportedAway(told.Key, null)
            : hours.Count > 0 ? new ReportedAway(told.Key, hours.Max())
            : null;
    }
}
