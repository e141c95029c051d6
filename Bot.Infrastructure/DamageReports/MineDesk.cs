using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Tells a resident how one of their reports stands.</summary>
public sealed class MineDesk(DamageTowns towns)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var id = form.Answers[DamageForms.Mine] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var parsed) ? parsed : Guid.Empty;
        var report = await ReportTable.Read(turn.Transaction, turn.Town, id, stop);
        if (report is null || turn.Citizen is null || report.Citizen != turn.Citizen || await DamageSearch.Read(turn.Transaction, turn.Town, report.Case, stop) is not { } found)
        {
            return new Verdict.Accepted(id, [new Effect.Say(Words.Of("damage-report.mine.gone"), [CaseWords.Again])]);
        }

        var here = found.State is ReportState.Duplicate(var into) && await DamageSearch.Read(turn.Transaction, turn.Town, into, stop) is { } goesOn ? goesOn : found;
        return new Verdict.Accepted(id,
        [
            new Effect.Say(
                Words.Of(
                    "damage-report.mine.told", ("number", new Words.Plain(here.Number)), ("kind", new Words.Local(CaseTeller.KindOf(towns, found))),
                    ("day", new Words.Day(JapanTime.Day(report.At))), ("state", CaseWords.StateOf(here.State))),
                [CaseWords.Again]),
        ]);
    }
}
