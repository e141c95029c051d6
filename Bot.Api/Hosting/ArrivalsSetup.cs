using Bot.Domain.Schools.Absences;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>Who watches that every child comes, and whom it tells.</summary>
internal static class ArrivalsSetup
{
    internal static void AddArrivals(this IServiceCollection services, HouseSettings settings)
    {
        services.AddSingleton(s => s.GetRequiredService<SchoolsModule>().Towns);
        services.AddSingleton<AwayToday>(s => Away(s.GetRequiredService<SchoolTowns>()));
        services.AddSingleton<MorningSearch>();
        services.AddSingleton(s => new ArrivalTeller(
            (tx, town, citizen, cause, effects, now, stop) => s.GetRequiredService<Teller>().Tell(tx, town, citizen, cause, effects, now, stop),
            s.GetRequiredService<Sealer>(), settings.PublicBaseUrl));
        services.AddSingleton<ArrivalRound>();
        if (settings.Does("worker"))
        {
            services.AddHostedService<ArrivalRounds>();
        }
    }

    /// <summary>
    /// Whom all who told of it call away. Where two guardians differ the child is looked for. A late one comes at an hour that stands under seal:
    /// two hours after the school's own are waited for.
    /// </summary>
    private static AwayToday Away(SchoolTowns towns) => async (tx, town, school, day, stop) =>
    {
        var late = (towns.Find(town, school)?.CutOff ?? new TimeOnly(9, 0)).AddHours(2);
        var told = await AbsenceSearch.OfDay(tx, town, school, day, stop);
        return
        [
            .. told.GroupBy(a => a.Child)
                .Select(child => child.OrderByDescending(a => a.SentAt).DistinctBy(a => a.Citizen).Select(a => a.Kind).ToList() is var kinds && kinds.TrueForAll(k => k.IsAway()) ? new ReportedAway(child.Key, null)
                    : kinds.Contains(AbsenceKind.Late) ? new ReportedAway(child.Key, late)
                    : null).OfType<ReportedAway>(),
        ];
    };
}
