using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>Lets a guardian see to their own links: another nickname, another year, or none any more. It needs nobody's leave.</summary>
public sealed class OwnChildrenDesk(Sealer sealer)
{
    public SchoolPart Part => new(
        [LinkForm.Own, LinkForm.Keep],
        new Dictionary<FormId, Desk> { [LinkForm.Own.Id] = Take, [LinkForm.Keep.Id] = Keep },
        new Dictionary<Type, FactSource> { [typeof(OwnChildrenNeed)] = async (turn, _, stop) => await Own(turn, stop) });

    private async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        if (await Meant(turn, form, stop) is not { Link: var id } child)
        {
            return Said(Guid.Empty, "gone", "");
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

    private async Task<Verdict> Keep(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        if (await Meant(turn, form, stop) is not { } child)
        {
            return Said(Guid.Empty, "gone", "");
        }

        await EndingLinkTable.Confirm(turn.Transaction, turn.Town, child.Link, turn.Resident, turn.Now, stop);
        await Note(turn, child.Link, "confirmed", stop);
        return Said(child.Link, "confirmed", child.Nickname);
    }

    private async Task<OwnChild?> Meant(TurnContext turn, Effect.Submit form, CancellationToken stop) =>
        form.Answers[LinkForm.Which] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var id) ? (await Own(turn, stop)).FirstOrDefault(c => c.Link == id) : null;

    private async Task<Items<OwnChild>> Own(TurnContext turn, CancellationToken stop) => turn.Citizen is not { } citizen
        ? []
        : [.. (await GuardianTable.ChildrenOf(turn.Transaction, sealer, turn.Town, citizen, JapanTime.Day(turn.Now), stop))
            .Select(c => new OwnChild(c.Link, c.Nickname))];

    private static Task Note(TurnContext turn, Guid link, string what, CancellationToken stop) =>
        AuditTable.Add(turn.Transaction, turn.Town, Actor.Resident, new AuditEntry($"schools.link/{what}", [$"link/{link:n}"]), turn.Now, stop);

    private static Verdict.Accepted Said(Guid id, string what, string nickname) =>
        new(id, [new Effect.Say(Words.Of($"school-children.{what}", ("nickname", new Words.Plain(nickname))))]);
}
