using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>
/// Sends what a school answers to a report. LINE carries "there is an answer" and a button; the words are read on a page whose address is another one
/// for each guardian, for as long as the guardian is linked to the child.
/// </summary>
public sealed class ReplyDesk(Sealer sealer, LetterCodes codes, Teller teller, OutboxDoorbell doorbell)
{
    /// <summary>The guardians who get it: those who reported of the child for these days and are linked now.</summary>
    public static async Task<IReadOnlyList<GuardianLink>> Readers(NpgsqlTransaction tx, TownId town, Absence about, CancellationToken stop)
    {
        var told = (await AbsenceSearch.OfChild(tx, town, about.Child, about.Days, stop)).Select(a => a.Citizen).OfType<CitizenId>().ToHashSet();
        return [.. (await GuardianTable.Of(tx, town, about.Child, stop)).Where(g => told.Contains(g.Citizen))];
    }

    /// <summary>An answer says that the report was read, so it counts as seen from here on. A form sent twice sends one.</summary>
    /// <returns>How many guardians got it.</returns>
    public async Task<int> Send(NpgsqlTransaction tx, TownId town, Absence about, TeacherReply reply, Actor by, CancellationToken stop)
    {
        var readers = await Readers(tx, town, about, stop);
        if (readers.Count == 0 || !await ReplyTable.Add(tx, sealer, town, reply, by, stop))
        {
            return readers.Count;
        }

        await AbsenceTable.Move(tx, town, about.Id, AbsenceState.Seen, reply.SentAt, stop);
        var rows = new List<OutboxRow>();
        foreach (var guardian in readers)
        {
            var reader = new ReplyReader(NamedGuid.From($"school-reply/{reply.Id:n}", guardian.Citizen.Value), reply.Id, guardian.Citizen, null);
            var code = codes.For(town, reader.Id);
            await ReplyTable.Add(tx, town, reader, LetterCodes.Hash(code), stop);
            var said = new Effect.Say(Words.Of("school-reply.notice"), [new Button.Page($"school-reply/{code}", Words.Of("school-reply.open"))]);
            rows.Add(await teller.Tell(tx, town, guardian.Citizen, $"school-reply/{reader.Id:n}", [said], reply.SentAt, stop));
        }

        await OutboxTable.Add(tx, town, rows, stop);
        await AuditTable.Add(tx, town, by, new AuditEntry("schools.change/absence-reply", [SchoolRoomDesk.Subject(about)], $"{rows.Count}"), reply.SentAt, stop);
        return rows.Count;
    }

    /// <summary>To be called after the commit, so that it goes at once.</summary>
    public void Sent(TownId town) => doorbell.Ring(town);
}
