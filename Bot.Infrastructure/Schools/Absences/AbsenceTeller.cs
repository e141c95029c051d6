using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>Tells guardians by their own nicknames; one who is not linked any more is told nothing.</summary>
public sealed class AbsenceTeller(Telling tell, Sealer sealer)
{
    /// <summary>The others who reported of the same child and day, each by what they call the child.</summary>
    public async Task TellOfDifference(NpgsqlTransaction tx, TownId town, Absence made, School school, DateTimeOffset now, CancellationToken stop)
    {
        var others = (await AbsenceSearch.OfChild(tx, town, made.Child, made.Days, stop)).Where(o => AbsenceRules.Differ(made, o));
        foreach (var citizen in others.Select(o => o.Citizen).OfType<CitizenId>().Distinct())
        {
            await Tell(tx, town, citizen, made, "differs", name => AbsenceWords.Differs(name, school), now, stop);
        }
    }

    public Task TellOfSeen(NpgsqlTransaction tx, TownId town, Absence seen, DateTimeOffset now, CancellationToken stop) => seen.Citizen is { } citizen
        ? Tell(tx, town, citizen, seen, "seen", name => AbsenceWords.Seen(name, seen.Kind, seen.Days), now, stop)
        : Task.CompletedTask;

    private async Task Tell(NpgsqlTransaction tx, TownId town, CitizenId citizen, Absence about, string what, Func<string, Effect> say, DateTimeOffset now, CancellationToken stop)
    {
        var linked = await GuardianTable.ChildrenOf(tx, sealer, town, citizen, JapanTime.Day(now), stop);
        if (linked.FirstOrDefault(l => l.Child == about.Child) is { } child)
        {
            var row = await tell(tx, town, citizen, $"school-absence/{about.Id:n}/{what}/{citizen.Value}", [say(child.Nickname)], now, stop);
            await OutboxTable.Add(tx, town, [row], stop);
        }
    }
}
