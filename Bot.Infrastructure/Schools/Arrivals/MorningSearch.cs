using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>What is known of a morning.</summary>
/// <param name="Run">Nothing but zeros for the day itself.</param>
public sealed record KnownMorning(Guid Run, ArrivalDrill? Drill, Morning Morning);

/// <summary>Puts together what is known of one morning.</summary>
public sealed class MorningSearch(AwayToday away)
{
    /// <returns><c>null</c> on a day on which nobody is watched: the school is closed, or wants no alarm on that weekday.</returns>
    public async Task<KnownMorning?> Today(NpgsqlTransaction tx, TownId town, School school, ArrivalRules rules, DateOnly day, CancellationToken stop)
    {
        var decided = await SchoolDayTable.Of(tx, town, school.Code, day, day, stop);
        return rules.IsOn && rules.Days.Contains(day.DayOfWeek) && school.Calendar.IsOpen(day, decided)
            ? new KnownMorning(Guid.Empty, null, await Read(tx, town, school, rules, day, Guid.Empty, JapanTime.At(day, rules.ArriveBy), stop))
            : null;
    }

    /// <returns><c>null</c> when there is no drill now.</returns>
    public async Task<KnownMorning?> Drill(NpgsqlTransaction tx, TownId town, School school, ArrivalRules rules, DateTimeOffset now, CancellationToken stop) =>
        await DrillTable.Now(tx, town, school.Code, now, stop) is { } drill
            ? new KnownMorning(drill.DrillId, drill, await Read(tx, town, school, rules, drill.Day, drill.DrillId, drill.DueAt, stop))
            : null;

    private async Task<Morning> Read(NpgsqlTransaction tx, TownId town, School school, ArrivalRules rules, DateOnly day, Guid run, DateTimeOffset arriveBy, CancellationToken stop) =>
        new(
            day, arriveBy, rules,
            [.. await ExpectedSearch.Roll(tx, town, school.Code, day, stop)],
            [.. await away(tx, town, school.Code, day, stop)],
            [.. await ScanTable.Of(tx, town, school.Code, day, run, stop)])
        {
            Unreached = [.. await ExpectedSearch.Unreached(tx, town, school.Code, day, stop)],
        };
}
