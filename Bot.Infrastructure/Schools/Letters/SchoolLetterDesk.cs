using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>
/// Sends what schools write to guardians. LINE carries "there is a letter" and a button, never a word of it; the address is another one for
/// each guardian, and opens only as long as the guardian is linked to a child of the school.
/// </summary>
public sealed class SchoolLetterDesk(Sealer sealer, LetterCodes codes, Teller teller, OutboxDoorbell doorbell)
{
    /// <summary>Who was reminded is left alone for so long.</summary>
    public static readonly TimeSpan BetweenReminders = TimeSpan.FromMinutes(10);

    /// <summary>Sends it to all guardians of the children it is for, each once. A form sent twice sends one.</summary>
    /// <returns>How many guardians got it.</returns>
    public async Task<int> Send(NpgsqlTransaction tx, TownId town, SchoolLetter letter, Actor by, CancellationToken stop)
    {
        if (!await SchoolLetterTable.Add(tx, sealer, town, letter, by, stop))
        {
            return (await LetterReaderTable.Of(tx, town, letter.Id, stop)).Count;
        }

        var today = JapanTime.Day(letter.SentAt);
        var children = (await LetterPupils.Of(tx, sealer, town, letter, today, stop)).Select(p => p.Child.Id).ToList();
        var guardians = (await GuardianTable.OfAll(tx, town, children, stop)).Select(g => g.Citizen).Distinct().ToList();
        var rows = new List<OutboxRow>();
        foreach (var guardian in guardians)
        {
            var reader = new LetterReader(NamedGuid.From($"{letter.Id:n}", guardian.Value), letter.Id, guardian, null, null, null);
            await LetterReaderTable.Add(tx, town, reader, LetterCodes.Hash(codes.For(town, reader.Id)), stop);
            rows.Add(await Row(tx, town, letter, reader, "sent", letter.SentAt, stop));
        }

        await OutboxTable.Add(tx, town, rows, stop);
        await AuditTable.Add(tx, town, by, new AuditEntry("schools.letter/sent", [$"{SchoolsModule.Name}/letter/{letter.Id:n}"], $"{guardians.Count}"), letter.SentAt, stop);
        return guardians.Count;
    }

    /// <summary>Reminds the guardians of those homes where it is not through.</summary>
    /// <returns>How many were reminded now.</returns>
    public async Task<int> Remind(NpgsqlTransaction tx, TownId town, SchoolLetter letter, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var (reached, guardians, readers) = await Reach(tx, town, letter, now, stop);
        var waiting = reached.Where(r => !LetterReach.IsThrough(letter, r)).SelectMany(r => guardians[r.Pupil.Child.Id]).Distinct()
            .Select(readers.GetValueOrDefault).OfType<LetterReader>().Where(r => r.RemindedAt is not { } last || now - last >= BetweenReminders).ToList();
        var rows = new List<OutboxRow>();
        foreach (var reader in waiting)
        {
            rows.Add(await Row(tx, town, letter, reader, $"reminded/{now.UtcTicks}", now, stop));
        }

        await OutboxTable.Add(tx, town, rows, stop);
        await LetterReaderTable.Reminded(tx, town, [.. waiting.Select(r => r.Id)], now, stop);
        await AuditTable.Add(tx, town, by, new AuditEntry("schools.letter/reminded", [$"{SchoolsModule.Name}/letter/{letter.Id:n}"], $"{waiting.Count}"), now, stop);
        return waiting.Count;
    }

    /// <summary>How far it came, child by child, with the guardians who are linked now.</summary>
    public async Task<(IReadOnlyList<ReachedPupil> Pupils, ILookup<ChildId, CitizenId> Guardians, IReadOnlyDictionary<CitizenId, LetterReader> Readers)> Reach(
        NpgsqlTransaction tx, TownId town, SchoolLetter letter, DateTimeOffset now, CancellationToken stop)
    {
        var pupils = await LetterPupils.Of(tx, sealer, town, letter, JapanTime.Day(now), stop);
        var readers = await LetterReaderTable.Of(tx, town, letter.Id, stop);
        // Who has blocked the account got nothing, unless it was opened before.
        var guardians = (await GuardianTable.OfAll(tx, town, [.. pupils.Select(p => p.Child.Id)], stop))
            .Where(g => g.IsReached || readers.GetValueOrDefault(g.Citizen)?.OpenedAt is not null).ToLookup(g => g.Child, g => g.Citizen);
        var answered = await AskReachSearch.Answered(tx, town, letter.Id, JapanTime.Day(now), stop);
        return ([.. LetterReach.Of(pupils, guardians, readers).Select(r => r with { HasAnswered = answered?.Contains(r.Pupil.Child.Id) })], guardians, readers);
    }

    /// <summary>To be called after the commit, so that it goes at once.</summary>
    public void Sent(TownId town) => doorbell.Ring(town);

    private async Task<OutboxRow> Row(NpgsqlTransaction tx, TownId town, SchoolLetter letter, LetterReader reader, string what, DateTimeOffset now, CancellationToken stop)
    {
        Effect[] said =
        [
            new Effect.Say(
                Words.Of(letter.AsksToConfirm ? "school-letter.notice-urgent" : what == "sent" ? "school-letter.notice" : reader.OpenedAt is null ? "school-letter.reminder" : "school-ask.reminder"),
                [new Button.Page($"school-letter/{codes.For(town, reader.Id)}", Words.Of("school-letter.open"))]),
        ];
        var row = await teller.Tell(tx, town, reader.Citizen, $"school-letter/{reader.Id:n}/{what}", new Items<Effect>(said), now, stop);
        return letter.AsksToConfirm ? row with { Lane = Lane.Alert } : row;
    }
}
