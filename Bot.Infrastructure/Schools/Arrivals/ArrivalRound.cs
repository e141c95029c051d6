using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>
/// Looks at a school's morning and takes the steps that are due. A step and its messages are written in one transaction, school by school under a lock;
/// so any number of processes may look at any time, and one that dies half way has done nothing.
/// </summary>
public sealed class ArrivalRound(SchoolTowns towns, MorningSearch mornings, ArrivalTeller teller)
{
    /// <param name="now">By the clock of the database.</param>
    /// <returns>How many messages were written.</returns>
    public async Task<int> Take(NpgsqlTransaction tx, TownId town, string code, DateTimeOffset now, CancellationToken stop)
    {
        if (towns.Find(town, code) is not { } school || await ArrivalRuleTable.Lock(tx, town, code, stop) is not { } rules)
        {
            return 0;
        }

        var written = 0;
        foreach (var known in new[] { await mornings.Today(tx, town, school, rules, JapanTime.Day(now), stop), await mornings.Drill(tx, town, school, rules, now, stop) }.OfType<KnownMorning>())
        {
            written += await Take(tx, town, school, known, now, stop);
        }

        return written;
    }

    private async Task<int> Take(NpgsqlTransaction tx, TownId town, School school, KnownMorning known, DateTimeOffset now, CancellationToken stop)
    {
        var (day, run, written) = (known.Morning.Day, known.Run, 0);
        var taken = await ArrivalStepTable.Taken(tx, town, school.Code, day, run, stop);
        foreach (var step in AlarmPlan.Due(known.Morning, taken, now))
        {
            if (!await ArrivalStepTable.Take(tx, town, school.Code, day, run, step, now, stop))
            {
                continue;
            }

            var told = await Tell(tx, town, school, known, taken, step, now, stop);
            await ArrivalStepTable.Told(tx, town, school.Code, day, run, step, [.. told.Select(t => t.Who)], [.. told.Select(t => t.Row.Id)], stop);
            await OutboxTable.Add(tx, town, [.. told.Select(t => t.Row)], stop);
            written += told.Count;
        }

        return written;
    }

    private async Task<IReadOnlyList<ToldBy>> Tell(
        NpgsqlTransaction tx, TownId town, School school, KnownMorning known, IReadOnlyList<TakenStep> taken, DueStep step, DateTimeOffset now, CancellationToken stop)
    {
        var isDrill = known.Drill is not null;
        var cause = $"arrivals/{school.Code}/{known.Morning.Day:yyyy-MM-dd}/{known.Run:n}/{step.What.Code}/{step.Episode}/{step.Step}";
        bool Heard(AlarmStep of) => taken.Any(t => t.Subject == step.What.Code && t.Episode == step.Episode && t.Step == of);

        // The all-clear goes to those who were alarmed. In a drill guardians hear nothing at all.
        var toGuardians = !isDrill && (step.Step is AlarmStep.Guardian or AlarmStep.Arrived || (step.Step == AlarmStep.Cleared && Heard(AlarmStep.Guardian)));
        var toStaff = step.Step is AlarmStep.Staff or AlarmStep.Head or AlarmStep.Ask || (step.Step == AlarmStep.Cleared && (Heard(AlarmStep.Staff) || Heard(AlarmStep.Head)));
        return
        [
            .. toGuardians ? await teller.Guardians(tx, town, school, step, cause, now, stop) : [],
            .. toStaff ? await teller.Staff(tx, town, school, known.Morning.Rules, step, isDrill, cause, now, stop) : [],
        ];
    }
}
