using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>
/// Links a guardian to a child by the code of its sheet and its birth date. Whatever does not fit is answered in the same words,
/// so that nobody learns whether a code, or a child, is there.
/// </summary>
public sealed class LinkDesk(Sealer sealer, LinkCodes codes)
{
    /// <summary>How long a sheet is good: long enough to lie in a schoolbag over the summer.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(60);

    private const int MostGuessesADay = 10;

    public SchoolPart Part => new(
        [LinkForm.Link],
        new Dictionary<FormId, Desk> { [LinkForm.Link.Id] = Take },
        new Dictionary<Type, FactSource>());

    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        if (BirthDate.Read(Text(form, LinkForm.Birth)) is not { } birth)
        {
            return new Verdict.Refused(Words.Of("school-link.birth-unreadable"), LinkForm.Birth);
        }

        var (tx, town, citizen, today) = (turn.Transaction, turn.Town, turn.Resident, JapanTime.Day(turn.Now));
        if (await AdoptionTable.Guesses(tx, town, citizen, today, stop) >= MostGuessesADay)
        {
            return Told("school-link.stopped", Guid.Empty);
        }

        var code = LinkCode.In(Text(form, LinkForm.Code))!.Value;
        if (await Opened(turn, codes.Hash(town, code), birth, stop) is not { } child)
        {
            await AdoptionTable.CountGuess(tx, town, citizen, today, stop);
            return new Verdict.Refused(Words.Of("school-link.failed"), LinkForm.Code);
        }

        var link = NamedGuid.From("guardian-link", $"{town}/{citizen.Value}/{code.Digits}/{turn.Cause}");
        if (!await GuardianTable.Link(tx, sealer, town, link, child.Id, citizen, Text(form, LinkForm.Nickname), bySchool: false, turn.Now, stop))
        {
            return Told("school-link.already", Guid.Empty);
        }

        await AuditTable.Add(tx, town, Actor.Resident, new AuditEntry("schools.link", [$"child/{child.Id.Value:n}", $"link/{link:n}"]), turn.Now, stop);
        return Told("school-link.done", link, ("nickname", new Words.Plain(Text(form, LinkForm.Nickname))));
    }

    /// <summary>The child that code and birth date open together; <c>null</c> for whatever reason they don't.</summary>
    private async Task<Child?> Opened(TurnContext turn, byte[] hash, DateOnly birth, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, turn.Town);
        if (await LinkCodeTable.Lock(tx, town, hash, stop) is not { IsLocked: false } sheet || sheet.ExpiresAt <= turn.Now)
        {
            return null;
        }

        var child = await ChildTable.Read(tx, sealer, town, new ChildId(sheet.ChildId), stop);
        if (child is null or { IsProtected: true } || !child.IsHere(JapanTime.Day(turn.Now)))
        {
            return null;
        }

        if (child.Person.Birth == birth)
        {
            return child;
        }

        await LinkCodeTable.Miss(tx, town, hash, stop);
        return null;
    }

    private static string Text(Effect.Submit form, QuestionId question) => ((Answer.Words)form.Answers[question]!).Text;

    private static Verdict.Accepted Told(string key, Guid made, params ReadOnlySpan<(string Name, Words Value)> with) =>
        new(made, [new Effect.Say(Words.Of(key, with))]);
}
