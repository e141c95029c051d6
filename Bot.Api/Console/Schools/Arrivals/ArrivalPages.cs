using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>A school's morning, with the names that only its own staff see.</summary>
/// <param name="Known">Nothing on a day on which nobody is watched, or when there is no drill.</param>
internal sealed record SchoolMorning(School School, ArrivalRules Rules, ArrivalDrill? Drill, bool IsDrill, KnownMorning? Known, IReadOnlyList<Pupil> Pupils, IReadOnlyList<ShownStep> Steps);

/// <summary>What the pages of this part have in common: which school it is, and what is known of its morning.</summary>
internal sealed class ArrivalPages(SchoolDoor door, Database database, MorningSearch mornings, Sealer sealer)
{
    public const string Index = "arrivals";

    public static string Board(string school) => $"schools/{school}/arrivals";

    public static string Bus(string school) => $"schools/{school}/bus";

    public Items<School> Schools(Visit visit, Right right) => door.Of(visit, right);

    public School? Find(Visit visit, string code, Right right) => door.Find(visit, code, right);

    public Task<T> In<T>(Visit visit, Func<NpgsqlTransaction, Task<T>> work) => database.InTown(visit.TownId, work, visit.Stop);

    /// <summary>The day itself, or the drill that goes on when the address asks for it.</summary>
    public async Task<SchoolMorning> Read(NpgsqlTransaction tx, Visit visit, School school, bool isDrill)
    {
        var rules = await ArrivalRuleTable.Of(tx, visit.TownId, school.Code, visit.Stop) ?? new ArrivalRules();
        var drill = await DrillTable.Now(tx, visit.TownId, school.Code, visit.Now, visit.Stop);
        var known = isDrill
            ? await mornings.Drill(tx, visit.TownId, school, rules, visit.Now, visit.Stop)
            : await mornings.Today(tx, visit.TownId, school, rules, visit.Today, visit.Stop);
        var pupils = await PupilSearch.OfSchool(tx, sealer, visit.TownId, school.Code, visit.Today, visit.Stop);
        var steps = known is null ? [] : await ArrivalStepTable.Of(tx, visit.TownId, school.Code, known.Morning.Day, known.Run, visit.Stop);
        return new SchoolMorning(school, rules, drill, isDrill, known, pupils, steps);
    }
}
