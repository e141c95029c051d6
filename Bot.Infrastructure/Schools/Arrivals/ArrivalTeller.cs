using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.StaffMessages;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>Somebody who is told by a step, and the row that does it.</summary>
/// <param name="Who">As it is recorded.</param>
internal sealed record ToldBy(string Who, OutboxRow Row);

/// <summary>Writes the messages of a step: to guardians by the nickname that they chose, to staff without any name.</summary>
/// <param name="publicBase">Where staff reach the console.</param>
public sealed class ArrivalTeller(Telling tell, Sealer sealer, Uri publicBase)
{
    internal async Task<IReadOnlyList<ToldBy>> Guardians(NpgsqlTransaction tx, TownId town, School school, DueStep step, string cause, DateTimeOffset now, CancellationToken stop)
    {
        var told = new List<ToldBy>();
        foreach (var guardian in step.What is Watched.Pupil(var child) ? await ExpectedSearch.Guardians(tx, sealer, town, child, stop) : [])
        {
            var row = await tell(tx, town, guardian.Citizen, $"{cause}/{guardian.Link:n}", [Said(school, step.Step, guardian.Nickname)], now, stop);
            told.Add(new ToldBy($"guardian/{guardian.Link:n}", row with { Lane = step.Step == AlarmStep.Arrived ? Lane.Notice : Lane.Alert }));
        }

        return told;
    }

    internal async Task<IReadOnlyList<ToldBy>> Staff(
        NpgsqlTransaction tx, TownId town, School school, ArrivalRules rules, DueStep step, bool isDrill, string cause, DateTimeOffset now, CancellationToken stop)
    {
        var (subject, text) = ArrivalMail.Of(school, step, isDrill, new Uri(publicBase, $"/console/{town.Value}/schools/{school.Code}/arrivals{(isDrill ? "?drill=1" : "")}"));
        Items<string> mails = step.Step switch
        {
            AlarmStep.Head => rules.HeadMails,
            AlarmStep.Cleared => [.. rules.StaffMails.Concat(rules.HeadMails).Distinct(StringComparer.OrdinalIgnoreCase)],
            _ => rules.StaffMails,
        };
        var to = mails.Select(m => ("mail", m)).ToList();
        if (step.Step != AlarmStep.Head)
        {
            to.AddRange((await StaffGroupTable.Of(tx, town, school.Code, stop)).Select(g => ("line", g.GroupId)));
        }

        var batch = NamedGuid.From($"{town.Value}/{school.Code}", cause);
        return [.. to.Select(t => new ToldBy($"{t.Item1}/{t.Item2}", Row(t.Item1, t.Item2)))];

        OutboxRow Row(string channel, string address) => new(
            NamedGuid.From(batch, $"{channel}/{address}"), null, Lane.Alert, StaffKinds.Of(channel),
            new StaffBody(batch, school.Code, address, subject, channel == "line" ? $"{subject}\n\n{text}" : text).Write(), null, null, now);
    }

    private static Effect.Say Said(School school, AlarmStep step, string nickname)
    {
        var name = new Words.Plain(nickname);
        var house = Words.Of(school.IsForSmall ? "arrivals.house.nursery" : "arrivals.house.school");
        return step switch
        {
            AlarmStep.Arrived => new Effect.Say(Words.Of("arrivals.arrived", ("name", name), ("house", house))),
            AlarmStep.Cleared => new Effect.Say(Words.Of("arrivals.cleared", ("name", name), ("house", house))),
            _ => new Effect.Say(Words.Of("arrivals.asked", ("name", name), ("house", house), ("number", new Words.Plain(school.Telephone))), [new Button.Call(school.Telephone, Words.Of("arrivals.button.call"))]),
        };
    }
}
