using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Notes and desks of one service's requests. Each service maps these with its own rights.</summary>
public static class CaseEndpoints
{
    /// <summary>Below the town's console.</summary>
    public static string Path(CaseSubject at) => $"casework/{at.Module}/{at.Subject}";

    public static void MapCasework(this RouteGroupBuilder console, CaseModule module)
    {
        var cases = console.MapGroup($"/casework/{module.Name}/{{subject}}");
        cases.MapPost("/note", (string subject, Visit visit, CaseDoor door) => door.Write(visit, module, subject)).Needs(module.Change);
        cases.MapGet("/note/{id:guid}/mend", (string subject, Guid id, Visit visit, CaseDoor door) => door.Mend(visit, module, subject, id)).Needs(module.Change);
        cases.MapPost("/note/{id:guid}/mend", (string subject, Guid id, Visit visit, CaseDoor door) => door.Mended(visit, module, subject, id)).Needs(module.Change);
        cases.MapGet("/note/{id:guid}/remove", (string subject, Guid id, Visit visit) => CaseDoor.Remove(visit, module, subject, id)).Needs(module.Change);
        cases.MapPost("/note/{id:guid}/remove", (string subject, Guid id, Visit visit, CaseDoor door) => door.Removed(visit, module, subject, id)).Needs(module.Change);
        cases.MapPost("/take", (string subject, Visit visit, DeskDoor door) => door.Take(visit, module, subject)).Needs(module.Change);
        cases.MapGet("/hand", (string subject, Visit visit, DeskDoor door) => door.Hand(visit, module, subject)).Needs(module.Change);
        cases.MapPost("/hand", (string subject, Visit visit, DeskDoor door) => door.Handed(visit, module, subject)).Needs(module.Change);
        cases.MapGet("/letter", (string subject, Visit visit) => LetterDoor.Write(visit, module, subject)).Needs(module.Change);
        cases.MapPost("/letter", (string subject, Visit visit, LetterDoor door) => door.Send(visit, module, subject)).Needs(module.Change);
        cases.MapGet("/letter/{id:guid}/print", (string subject, Guid id, Visit visit, LetterDoor door) => door.Print(visit, module, subject, id)).Needs(module.See);
        cases.MapGet("/letter/{id:guid}/withdraw", (string subject, Guid id, Visit visit, LetterDoor door) => door.Withdraw(visit, module, subject, id)).Needs(module.Change);
        cases.MapPost("/letter/{id:guid}/withdraw", (string subject, Guid id, Visit visit, LetterDoor door) => door.Withdrawn(visit, module, subject, id)).Needs(module.Change);
        cases.MapPost("/letter/{id:guid}/seen", (string subject, Guid id, Visit visit, LetterDoor door) => door.Seen(visit, module, subject, id, seen: true)).Needs(module.Change);
        cases.MapPost("/letter/{id:guid}/unseen", (string subject, Guid id, Visit visit, LetterDoor door) => door.Seen(visit, module, subject, id, seen: false)).Needs(module.Change);
    }
}

/// <summary>Writes, mends and removes notes.</summary>
internal sealed class CaseDoor(Database database, Notes notes)
{
    private static readonly string[] Removal = ["メモの本文は消えて、元に戻せません。", "メモがあったこと、書いた人、消した日時は経過に残ります。"];

    public async Task<IResult> Write(Visit visit, CaseModule module, string subject)
    {
        if (await module.One(visit, subject) is not { } found || !Guid.TryParse(visit.Field("id"), out var id))
        {
            return visit.NotFound();
        }

        if (Fault(visit.Field("words")) is { } fault)
        {
            return visit.Refuse<NotePage>(new { Case = found, Action = "note", Words = visit.Field("words"), Error = fault, Id = id });
        }

        await database.InTown(found.At.Owner, tx => notes.Write(tx, found.At, visit.Actor, id, visit.Field("words"), visit.Now, visit.Stop), visit.Stop);
        return visit.Go(found.Path, "メモを残しました。", $"{CaseEndpoints.Path(found.At)}/note/{id:n}/remove");
    }

    public async Task<IResult> Mend(Visit visit, CaseModule module, string subject, Guid id)
    {
        if (await module.One(visit, subject) is not { } found)
        {
            return visit.NotFound();
        }

        var entries = await database.ReadInTown(found.At.Owner, tx => TimelineTable.Of(tx, found.At.Owner, found.At.Module, found.At.Subject, visit.Stop), visit.Stop);
        return entries.FirstOrDefault(e => e.Id == id && e.Kind == Notes.Kind && e.Actor == visit.Actor && e.Words is not null) is { } note
            ? visit.Page<NotePage>(new { Case = found, Action = $"note/{id:n}/mend", Words = notes.Read(found.At, note), Id = id })
            : visit.NotFound();
    }

    public async Task<IResult> Mended(Visit visit, CaseModule module, string subject, Guid id)
    {
        if (await module.One(visit, subject) is not { } found)
        {
            return visit.NotFound();
        }

        var words = visit.Field("words");
        if (Fault(words) is { } fault)
        {
            return visit.Refuse<NotePage>(new { Case = found, Action = $"note/{id:n}/mend", Words = words, Error = fault, Id = id });
        }

        return await database.InTown(found.At.Owner, tx => notes.Mend(tx, found.At, visit.Actor, id, words, visit.Now, visit.Stop), visit.Stop) switch
        {
            NoteOutcome.Done => visit.Go(found.Path, "メモを書き直しました。"),
            // What was typed becomes a new note by one more click.
            NoteOutcome.TooLate => visit.Refuse<NotePage>(new
            {
                Case = found, Action = "note", Words = words, Id = Guid.NewGuid(),
                Error = $"書いてから{Notes.Mendable.Minutes}分を過ぎたため、書き直せません。入力した内容は、新しいメモとして残せます。",
            }),
            _ => visit.NotFound(),
        };
    }

    public static async Task<IResult> Remove(Visit visit, CaseModule module, string subject, Guid id) => await module.One(visit, subject) is { } found
        ? visit.Page<ConfirmPage>(new
        {
            Title = "メモを消す",
            Consequences = Removal,
            Action = visit.To($"{CaseEndpoints.Path(found.At)}/note/{id:n}/remove"), Button = "メモを消す", Back = ((string, string)?)(found.Path, found.Title),
        })
        : visit.NotFound();

    public async Task<IResult> Removed(Visit visit, CaseModule module, string subject, Guid id) =>
        await module.One(visit, subject) is { } found
        && await database.InTown(found.At.Owner, tx => Notes.Remove(tx, found.At, visit.Actor, id, visit.Now, visit.Stop), visit.Stop) is NoteOutcome.Done
            ? visit.Go(found.Path, "メモを消しました。")
            : visit.NotFound();

    private static string? Fault(string words) => words.Length switch
    {
        0 => "メモの内容を入力してください。",
        > Notes.Longest => $"メモは{Notes.Longest:#,##0}文字までです（いま{words.Length:#,##0}文字）。",
        _ => null,
    };
}
