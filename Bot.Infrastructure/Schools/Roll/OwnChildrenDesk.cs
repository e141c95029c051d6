using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>Lets a guardian see to their own links: another nickname, or none any more. It needs nobody's leave.</summary>
public sealed class OwnChildrenDesk(Sealer sealer)
{
    public SchoolPart Part => new(
        [LinkForm.Own],
        new Dictionary<FormId, Desk> { [LinkForm.Own.Id] = Take },
        new Dictionary<Type, FactSource> { [typeof(OwnChildrenNeed)] = async (turn, _, stop) => await Own(turn, stop) });

    private async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var id = form.Answers[LinkForm.Which] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var parsed) ? parsed : Guid.Empty;
        if ((await Own(turn, stop)).FirstOrDefault(c => c.Link == id) is not { } child)
        {
            return Said(id, "gone", "");
        }

        switch ((form.Answers[LinkForm.Act] as Answer.Chosen)?.Key)
        {
            case LinkForm.Unlink:
                await GuardianTable.End(turn.Transaction, turn.Town, id, LinkEnd.Guardian, turn.Now, stop);
                await Note(turn, id, "unlinked", stop);
                return Said(id, "unlinked", child.Nickname);
            case LinkForm.Rename when form.Answers[LinkForm.Nickname] is Answer.Words(var nickname):
                await GuardianTable.Rename(turn.Transaction, sealer, turn.Town, id, turn.Resident, nickname, stop);
                await Note(turn, id, "renamed", stop);
                return Said(id, "renamed", nickname);
            default:
                return Said(id, "kept", child.Nickname);
        }
    }

    private async Task<Items<OwnChild>> Own(TurnContext turn, CancellationToken stop) => turn.Citizen is not { } citizen
        ? []
        : [.. (await GuardianTable.ChildrenOf(turn.Transaction, sealer, turn.Town, citizen, JapanTime.Day(turn.Now), stop))
            .Select(c => new OwnChild(c.Link, c.Nickname))];

    private static Task Note(TurnContext turn, Guid link, string what, CancellationToken stop) =>
        AuditTable.Add(turn.Transaction, turn.Town, Actor.Resident, new AuditEntry($"schools.link/{what}", [$"link/{link:n}"]), turn.Now, stop);

    private static Verdict.Accepted Said(Guid id, string what, string nickname) =>
        new(id, [new Effect.Say(Words.Of($"school-children.{what}", ("nickname", new Words.Plain(nickname))))]);
}
