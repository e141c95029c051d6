using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Writes letters to residents, prints those for people without LINE, and takes letters back.</summary>
internal sealed class LetterDoor(Database database, LetterDesk letters)
{
    public static async Task<IResult> Write(Visit visit, CaseModule module, string subject) => await module.One(visit, subject) is { } found
        ? visit.Page<LetterWritePage>(new
        {
            Case = found, module.Templates, Photos = await module.PhotosOf(visit, found), Id = Guid.NewGuid(),
            Words = module.Templates.FirstOrDefault(t => t.Key == visit.Query("template"))?.Text ?? "",
        })
        : visit.NotFound();

    public async Task<IResult> Send(Visit visit, CaseModule module, string subject)
    {
        if (await module.One(visit, subject) is not { } found || !Guid.TryParse(visit.Field("id"), out var id))
        {
            return visit.NotFound();
        }

        var words = visit.Field("words").ReplaceLineEndings("\n");
        var fault = words.Length switch
        {
            0 => "手紙の内容を入力してください。",
            > Letter.Longest => $"手紙は{Letter.Longest:#,##0}文字までです（いま{words.Length:#,##0}文字）。",
            _ => null,
        };
        var photos = await module.PhotosOf(visit, found);
        if (fault is not null)
        {
            return visit.Refuse<LetterWritePage>(new { Case = found, module.Templates, Photos = photos, Photo = visit.Field("photo"), Id = id, Words = words, Error = fault });
        }

        // Only a picture of this very request goes along.
        var photo = photos.FirstOrDefault(p => p.Id == visit.Field("photo"))?.Id;
        if (photo is null && visit.Field("photo").Length > 0)
        {
            return visit.NotFound();
        }

        var letter = await database.InTown(
            found.At.Owner, tx => letters.Write(tx, found.At, visit.Staff, new LetterDraft(id, found.Citizen, words, photo), visit.Now, visit.Stop), visit.Stop);
        if (letter.Citizen is null)
        {
            return visit.Go($"{CaseEndpoints.Path(found.At)}/letter/{id:n}/print", "手紙を用意しました。印刷して郵送してください。");
        }

        letters.Sent(found.At.Owner);
        return visit.Go(found.Path, "手紙を送りました。LINEには「お知らせがあります」とだけ届きます。");
    }

    public async Task<IResult> Print(Visit visit, CaseModule module, string subject, Guid id)
    {
        if (await Find(visit, module, subject, id) is not var (found, letter))
        {
            return visit.NotFound();
        }

        await database.InTown(
            found.At.Owner, tx => AuditTable.Add(tx, found.At.Owner, visit.Actor, new AuditEntry("letter/print", [found.At.Name]), visit.Now, visit.Stop), visit.Stop);
        return visit.Page<LetterPrintPage>(new
        {
            Case = found, Letter = letter, Words = letters.BodyOf(letter) ?? "",
            Photo = letter.Photo is null ? null : (await module.PhotosOf(visit, found)).FirstOrDefault(p => p.Id == letter.Photo),
        });
    }

    public async Task<IResult> Withdraw(Visit visit, CaseModule module, string subject, Guid id) => await Find(visit, module, subject, id) is var (found, letter)
        ? visit.Page<ConfirmPage>(new
        {
            Title = "手紙を取り消す",
            Consequences = new[]
            {
                letter.Opened is { } at ? $"住民はこの手紙をすでに開いています（{Shown.Moment(at)}）。読まれた内容は取り戻せません。" : "住民はまだこの手紙を開いていません。",
                "取り消したあとは、LINEのボタンを押しても本文は出ません。「見られません」とだけ出ます。", "手紙を書いたことと取り消したことは経過に残ります。",
            },
            Action = visit.To($"{CaseEndpoints.Path(found.At)}/letter/{id:n}/withdraw"), Button = "手紙を取り消す", Back = ((string, string)?)(found.Path, found.Title),
        })
        : visit.NotFound();

    public async Task<IResult> Withdrawn(Visit visit, CaseModule module, string subject, Guid id) =>
        await Find(visit, module, subject, id) is var (found, letter)
            ? await database.InTown(found.At.Owner, tx => letters.Withdraw(tx, letter, visit.Actor, visit.Now, visit.Stop), visit.Stop)
                ? visit.Go(found.Path, "手紙を取り消しました。")
                : visit.Go(found.Path, "この手紙はすでに取り消されています。")
            : visit.NotFound();

    /// <summary>Says that an answer was read, or takes that back.</summary>
    public async Task<IResult> Seen(Visit visit, CaseModule module, string subject, Guid id, bool seen)
    {
        if (await Find(visit, module, subject, id) is not var (found, letter) || letter.Reply is null)
        {
            return visit.NotFound();
        }

        await database.InTown(found.At.Owner, async tx =>
        {
            if (await LetterTable.Seen(tx, found.At.Owner, id, visit.Staff.Id, seen ? visit.Now : null, visit.Stop))
            {
                await AuditTable.Add(tx, found.At.Owner, visit.Actor, new AuditEntry(seen ? "letter/seen" : "letter/unseen", [found.At.Name]), visit.Now, visit.Stop);
            }
        }, visit.Stop);
        return seen
            ? visit.Go("replies", "返事を確認済みにしました。", $"{CaseEndpoints.Path(found.At)}/letter/{id:n}/unseen")
            : visit.Go("replies", "返事を未確認に戻しました。");
    }

    private async Task<(CaseRef Found, Letter Letter)?> Find(Visit visit, CaseModule module, string subject, Guid id) =>
        await module.One(visit, subject) is { } found
        && await database.ReadInTown(found.At.Owner, tx => LetterTable.Find(tx, found.At.Owner, id, visit.Stop), visit.Stop) is { } letter && letter.At == found.At
            ? (found, letter)
            : null;
}
