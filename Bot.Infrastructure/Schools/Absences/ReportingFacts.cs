using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>What the questions must know of a guardian.</summary>
public sealed class ReportingFacts(SchoolTowns towns, Sealer sealer)
{
    private const int DaysBack = 14;

    public async Task<object> Source(TurnContext turn, Need need, CancellationToken stop) => await Of(turn, stop);

    public async Task<Reporting> Of(TurnContext turn, CancellationToken stop)
    {
        if (turn.Citizen is not { } citizen)
        {
            return new Reporting([], []);
        }

        var (tx, today) = (turn.Transaction, JapanTime.Day(turn.Now));
        var children = new List<ReportingChild>();
        foreach (var linked in await GuardianTable.ChildrenOf(tx, sealer, turn.Town, citizen, today, stop))
        {
            if (towns.Find(turn.Town, linked.School) is { } school)
            {
                var decided = await SchoolDayTable.Of(tx, turn.Town, school.Code, today.AddDays(-DaysBack), today.AddDays(AbsenceRules.Ahead), stop);
                children.Add(new ReportingChild(linked.Link, linked.Child, linked.Nickname, school, [.. decided]));
            }
        }

        var own = await AbsenceSearch.OfCitizen(tx, turn.Town, citizen, today.AddDays(-DaysBack), stop);
        return new Reporting(
            [.. children], [.. own.Where(o => children.Exists(c => c.Child == o.Child)).Select(o => new OwnAbsence(o.Id, o.Child, o.Kind, o.Days, o.State, o.SentAt))]);
    }
}
