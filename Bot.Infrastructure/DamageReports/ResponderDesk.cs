using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Takes somebody of the fire brigade in by the code that staff gave out.</summary>
public static class ResponderDesk
{
    public static async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var code = form.Answers[DamageForms.Code] is Answer.Words(var text) ? ResponderCode.In(text) : null;
        if (code is null || await ResponderTable.Join(turn.Transaction, turn.Town, code, turn.Resident, turn.Now, stop) is not { } brigade)
        {
            return new Verdict.Refused(Words.Of("damage-report.responder.wrong"), DamageForms.Code);
        }

        await AuditTable.Add(turn.Transaction, turn.Town, Actor.Resident, new AuditEntry("disaster.responder/joined", []), turn.Now, stop);
        return new Verdict.Accepted(NamedGuid.From(turn.Cause, "responder"), [new Effect.Say(Words.Of("damage-report.responder.joined", ("brigade", new Words.Plain(brigade))), [CaseWords.Again])]);
    }
}
