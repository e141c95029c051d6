using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>Takes answers to surveys, from guardians and from staff who have them on paper or by telephone.</summary>
public sealed class SurveyDesk(Sealer sealer)
{
    /// <summary>A guardian answers for a child, or for all of theirs whom the letter is for when it is asked by home.</summary>
    /// <returns>False when the child is not theirs, or it is too late.</returns>
    public async Task<bool> Answer(
        NpgsqlTransaction tx, TownId town, Ask ask, SchoolLetter letter, CitizenId guardian, ChildId child, Items<SurveyAnswer> answers, DateTimeOffset now, CancellationToken stop)
    {
        var asked = (await AskedChildSearch.Of(tx, sealer, town, letter, guardian, JapanTime.Day(now), stop)).Select(c => c.Link.Child).ToList();
        if (!ask.IsOpen(now) || !asked.Contains(child))
        {
            return false;
        }

        return await Put(tx, town, ask, ask.PerHome ? asked : [child], answers, AnswerChannel.Page, guardian, Actor.Resident, now, stop);
    }

    /// <summary>Staff put in what they got on paper or by telephone; after the last day too. Asked by home, it counts for those children for whom the home answered together before.</summary>
    public async Task Enter(
        NpgsqlTransaction tx, TownId town, Ask ask, ChildId child, Items<SurveyAnswer> answers, AnswerChannel channel, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var current = await AnswerTable.Current(tx, sealer, town, ask.Id, stop);
        var home = ask.PerHome && current.GetValueOrDefault(child) is { } old ? current.Values.Where(a => a.Answer.Home == old.Answer.Home).Select(a => a.Answer.Child).ToList() : [child];
        await Put(tx, town, ask, home, answers, channel, null, by, now, stop);
    }

    /// <summary>The same answer again changes nothing.</summary>
    private async Task<bool> Put(
        NpgsqlTransaction tx, TownId town, Ask ask, IReadOnlyList<ChildId> children, Items<SurveyAnswer> answers, AnswerChannel channel, CitizenId? guardian, Actor by, DateTimeOffset now,
        CancellationToken stop)
    {
        await AnswerTable.Lock(tx, town, children, stop);
        var last = (await AnswerTable.Of(tx, sealer, town, ask.Id, children, stop)).GroupBy(a => a.Answer.Child).ToDictionary(g => g.Key, g => g.First());
        if (children.All(c => last.GetValueOrDefault(c)?.Answer.Answers == answers))
        {
            return true;
        }

        var home = Guid.NewGuid();
        foreach (var child in children)
        {
            await AnswerTable.Add(tx, sealer, town, ask.Id, new AnswerRow(Guid.NewGuid(), new Answered(child, home, answers), (last.GetValueOrDefault(child)?.Number ?? 0) + 1, channel, guardian, now), by, stop);
        }

        await AuditTable.Add(tx, town, by, new AuditEntry("schools.ask/answered", [$"{SchoolsModule.Name}/ask/{ask.Id:n}", .. children.Select(c => $"child/{c.Value:n}")]), now, stop);
        return true;
    }
}
