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
/// Links a guardian to a child by its birth date and the code of its sheet, or one that the school handed over: a protected child is linked by such a code only.
/// Whatever does not fit is answered in the same words,
/// so that nobody learns whether a code, or a child, is there.
/// </summary>
public sealed class LinkDesk(Sealer sealer, LinkCodes codes)
{
    /// <summary>How long a sheet is good: long enough to lie in a schoolbag over the summer.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(60);

    /// <summary>How long a code is good that the school hands over itself.</summary>
    public static readonly TimeSpan HandedLives = TimeSpan.FromHours(24);

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
        var hash = codes.Hash(town, code);
        if (await Opened(turn, hash, birth, stop) is not var (child, by))
        {
            await AdoptionTable.CountGuess(tx, town, citizen, today, stop);
            return new Verdict.Refused(Words.Of("school-link.failed"), LinkForm.Code);
        }

        var link = NamedGuid.From("guardian-link", $"{town}/{citizen.Value}/{code.Digits}/{turn.Cause}");
        var nickname = Text(form, LinkForm.Nickname);
        var isNew = by is null
            ? await GuardianTable.Link(tx, sealer, town, link, child.Id, citizen, nickname, bySchool: false, turn.Now, stop)
            : await GuardianTable.LinkBySchool(tx, sealer, town, link, child.Id, citizen, nickname, by, turn.Now, stop);
        if (!isNew)
        {
            return Told("school-link.already", Guid.Empty);
        }

        if (by is not null)
        {
            await HandedCodeTable.Use(tx, town, hash, turn.Now, stop);
        }

        await AuditTable.Add(
            tx, town, Actor.Resident, new AuditEntry(by is null ? "schools.link" : "schools.link/by-school", [$"child/{child.Id.Value:n}", $"link/{link:n}"]), turn.Now, stop);
        return Told("school-link.done", link, ("nickname", new Words.Plain(nickname)));
    }

    /// <summary>The child that code and birth date open together, and who handed the code over; <c>null</c> for whatever reason they don't.</summary>
    private async Task<(Child Child, Actor? By)?> Opened(TurnContext turn, byte[] hash, DateOnly birth, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, turn.Town);
        var sheet = await LinkCodeTable.Lock(tx, town, hash, stop);
        var handed = sheet is null ? await HandedCodeTable.Lock(tx, town, hash, stop) : null;
        if ((sheet?.IsLocked ?? handed?.IsLocked) is not false || (sheet?.ExpiresAt ?? handed!.ExpiresAt) <= turn.Now)
        {
            return null;
        }

        var child = await ChildTable.Read(tx, sealer, town, new ChildId(sheet?.ChildId ?? handed!.ChildId), stop);
        if (child is null || (child.IsProtected && handed is null) || !child.IsHere(JapanTime.Day(turn.Now)))
        {
            return null;
        }

        if (child.Person.Birth == birth)
        {
            return (child, handed?.By);
        }

        await (sheet is null ? HandedCodeTable.Miss(tx, town, hash, turn.Now, stop) : LinkCodeTable.Miss(tx, town, hash, turn.Now, stop));
        return null;
    }

    private static string Text(Effect.Submit form, QuestionId question) => ((Answer.Words)form.Answers[question]!).Text;

    private static Verdict.Accepted Told(string key, Guid made, params ReadOnlySpan<(string Name, Words Value)> with) =>
        new(made, [new Effect.Say(Words.Of(key, with))]);
}
