using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>What came of a change to a note.</summary>
public enum NoteOutcome
{
    Done,

    /// <summary>There is no such note, or it has been removed.</summary>
    Missing,

    /// <summary>Somebody else wrote it.</summary>
    NotOwn,

    /// <summary>The time for correcting it has passed; another note can be written.</summary>
    TooLate,
}

/// <summary>Internal notes: for colleagues, never for the resident. They stand in the timeline, their words under seal.</summary>
public sealed class Notes(Sealer sealer)
{
    public const string Kind = "note";

    public const int Longest = 4000;

    /// <summary>A slip can be mended so long; later others have read it.</summary>
    public static readonly TimeSpan Mendable = TimeSpan.FromMinutes(10);

    /// <param name="id">Made with the form, so that a form sent twice writes one note.</param>
    public async Task Write(NpgsqlTransaction tx, CaseSubject at, Actor writer, Guid id, string words, DateTimeOffset now, CancellationToken stop)
    {
        await TimelineTable.Add(tx, at.Owner, at.Module, at.Subject, new TimelineEntry(now, id, writer, Kind, Detail: null, Seal(at, id, words)), stop);
        await Audit(tx, at, writer, "add", now, stop);
    }

    public async Task<NoteOutcome> Mend(NpgsqlTransaction tx, CaseSubject at, Actor writer, Guid id, string words, DateTimeOffset now, CancellationToken stop)
    {
        var note = await TimelineTable.Lock(tx, at.Owner, at.Module, at.Subject, id, stop);
        if (note is not { Kind: Kind, Words: not null })
        {
            return NoteOutcome.Missing;
        }

        if (note.Actor != writer)
        {
            return NoteOutcome.NotOwn;
        }

        if (now - note.At > Mendable)
        {
            return NoteOutcome.TooLate;
        }

        await TimelineTable.Rewrite(tx, at.Owner, at.Module, at.Subject, id, JsonSerializer.Serialize(new { mended = now }), Seal(at, id, words), stop);
        await Audit(tx, at, writer, "mend", now, stop);
        return NoteOutcome.Done;
    }

    /// <summary>Takes the words away; that there was a note, whose it was and who removed it stays.</summary>
    public static async Task<NoteOutcome> Remove(NpgsqlTransaction tx, CaseSubject at, Actor remover, Guid id, DateTimeOffset now, CancellationToken stop)
    {
        var note = await TimelineTable.Lock(tx, at.Owner, at.Module, at.Subject, id, stop);
        if (note is not { Kind: Kind, Words: not null })
        {
            return NoteOutcome.Missing;
        }

        if (note.Actor != remover)
        {
            return NoteOutcome.NotOwn;
        }

        await TimelineTable.Rewrite(tx, at.Owner, at.Module, at.Subject, id, JsonSerializer.Serialize(new { removed = now, by = remover.Id }), words: null, stop);
        await Audit(tx, at, remover, "remove", now, stop);
        return NoteOutcome.Done;
    }

    /// <summary>The words of an entry of the timeline, of whatever kind; <c>null</c> when it has none.</summary>
    public string? Read(CaseSubject at, TimelineEntry entry) => sealer.Open(at.Owner, "timeline", "words", $"{entry.Id:n}", entry.Words);

    internal byte[] Seal(CaseSubject at, Guid id, string words) => sealer.Seal(at.Owner, "timeline", "words", $"{id:n}", words);

    private static Task Audit(NpgsqlTransaction tx, CaseSubject at, Actor actor, string what, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, at.Owner, actor, new AuditEntry($"note/{what}", [at.Name]), now, stop);
}
