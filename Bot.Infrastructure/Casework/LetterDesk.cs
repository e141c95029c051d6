using System.Text.Json;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>What staff write to a resident.</summary>
/// <param name="Citizen"><c>null</c> when the resident is not on LINE; the letter is then printed.</param>
public sealed record LetterDraft(Guid Id, CitizenId? Citizen, string Words, string? Photo = null);

/// <summary>
/// Sends messages of staff. LINE carries "there is a message" and a button and never a word of it: what staff write may be anything,
/// and a telephone's screen may be read by others.
/// </summary>
public sealed class LetterDesk(Sealer sealer, Notes notes, LetterCodes codes, Teller teller, OutboxDoorbell doorbell)
{
    public const string Kind = "letter";
    public const string OpenedKind = "letter-opened";
    public const string ReplyKind = "letter-reply";
    public const string WithdrawnKind = "letter-withdrawn";

    /// <summary>Writes it and, where the resident is on LINE, the neutral message that points to it. A form sent twice sends one.</summary>
    public async Task<Letter> Write(NpgsqlTransaction tx, CaseSubject at, StaffMember writer, LetterDraft draft, DateTimeOffset now, CancellationToken stop)
    {
        var language = draft.Citizen is { } reader ? await Teller.Speaks(tx, at.Owner, reader, stop) : Language.Japanese;
        var letter = new Letter(
            draft.Id, at, draft.Citizen, language, sealer.Seal(at.Owner, "letter", "body", $"{draft.Id:n}", draft.Words), draft.Photo, writer.Id, writer.Town,
            now, now + Letter.Valid, Opened: null, Withdrawn: null, Reply: null, Replied: null, Seen: null);
        var code = codes.For(at.Owner, draft.Id);
        if (!await LetterTable.Add(tx, letter, draft.Citizen is null ? null : LetterCodes.Hash(code), stop))
        {
            return letter;
        }

        var actor = Actor.Of(writer);
        var way = draft.Citizen is null ? "paper" : "page";
        var entry = new TimelineEntry(now, draft.Id, actor, Kind, JsonSerializer.Serialize(new { letter = $"{draft.Id:n}", way }), notes.Seal(at, draft.Id, draft.Words));
        await TimelineTable.Add(tx, at.Owner, at.Module, at.Subject, entry, stop);
        await AuditTable.Add(tx, at.Owner, actor, new AuditEntry($"letter/{way}", [at.Name]), now, stop);
        if (draft.Citizen is { } citizen)
        {
            Effect[] said = [new Effect.Say(Words.Of("letter.notice"), [new Button.Page($"letter/{code}", Words.Of("letter.open"))])];
            await OutboxTable.Add(tx, at.Owner, [await teller.Tell(tx, at.Owner, citizen, $"letter/{draft.Id:n}", new Items<Effect>(said), now, stop)], stop);
        }

        return letter;
    }

    /// <summary>To be called after the commit, so that the message goes at once.</summary>
    public void Sent(TownId town) => doorbell.Ring(town);

    /// <summary>The resident has the page before them.</summary>
    public async Task Open(NpgsqlTransaction tx, Letter letter, DateTimeOffset now, CancellationToken stop)
    {
        if (letter.Opened is null)
        {
            await LetterTable.Opened(tx, letter, now, stop);
            await Trace(tx, letter, OpenedKind, "opened", Actor.Resident, null, now, stop);
        }
    }

    /// <summary>Takes the resident's answer into the timeline; the same answer twice is taken once.</summary>
    public async Task Answer(NpgsqlTransaction tx, Letter letter, string words, DateTimeOffset now, CancellationToken stop)
    {
        if (ReplyOf(letter) == words)
        {
            return;
        }

        await LetterTable.Answered(tx, letter, sealer.Seal(letter.At.Owner, "letter", "reply", $"{letter.Id:n}", words), now, stop);
        await Trace(tx, letter, ReplyKind, $"reply/{now.UtcTicks}", Actor.Resident, words, now, stop);
    }

    public async Task<bool> Withdraw(NpgsqlTransaction tx, Letter letter, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        if (!await LetterTable.Withdraw(tx, letter.At.Owner, letter.Id, now, stop))
        {
            return false;
        }

        await Trace(tx, letter, WithdrawnKind, "withdrawn", actor, null, now, stop);
        await AuditTable.Add(tx, letter.At.Owner, actor, new AuditEntry("letter/withdraw", [letter.At.Name]), now, stop);
        return true;
    }

    public string? BodyOf(Letter letter) => sealer.Open(letter.At.Owner, "letter", "body", $"{letter.Id:n}", letter.Body);

    public string? ReplyOf(Letter letter) => sealer.Open(letter.At.Owner, "letter", "reply", $"{letter.Id:n}", letter.Reply);

    private Task Trace(NpgsqlTransaction tx, Letter letter, string kind, string part, Actor actor, string? words, DateTimeOffset now, CancellationToken stop)
    {
        var (at, id) = (letter.At, NamedGuid.From($"{letter.At.Owner.Value}/letter/{letter.Id:n}", part));
        var entry = new TimelineEntry(now, id, actor, kind, JsonSerializer.Serialize(new { letter = $"{letter.Id:n}" }), words is null ? null : notes.Seal(at, id, words));
        return TimelineTable.Add(tx, at.Owner, at.Module, at.Subject, entry, stop);
    }
}
