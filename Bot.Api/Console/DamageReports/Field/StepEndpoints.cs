using System.Globalization;
using Bot.Api.Console.Phones;
using Bot.Api.Photos;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports.Field;

/// <summary>Takes what was done at the place: from the script of the phone as an answer in JSON, from a plain form as a page.</summary>
internal static class StepEndpoints
{
    public const int MostPhotos = 5;

    public const int MostWords = 1000;

    /// <summary>So many go along with "done".</summary>
    private const int MostTold = 2;

    public static void MapFieldSteps(this RouteGroupBuilder console) =>
        console.MapPost($"/{FieldEndpoints.Path}/steps", Take).Needs(Rights.DamageReportsField)
            .WithMetadata(new LargestPost(((long)PictureCleaner.MostBytes * MostPhotos) + (256 * 1024)));

    private static async Task<IResult> Take(
        Visit visit, CasePages pages, Database database, DamageReportsModule service, Notes notes, PictureCleaner cleaner, PictureVeil veil)
    {
        if (Step(visit) is not { } step || await pages.Seen(visit, step.Case) is null)
        {
            return visit.NotFound();
        }

        var words = visit.Field("words");
        var files = visit.Http.Request.Form.Files.GetFiles("photo").Where(f => f.Length > 0).Take(MostPhotos).ToList();
        if (step.Act is FieldAct.Inspect or FieldAct.Work && words.Length == 0 && files.Count == 0)
        {
            return visit.Go(FieldEndpoints.Path, "メモか写真を入れてください。");
        }

        var (pictures, refused, isForNow) = await Pictures(visit, step.Act, files, cleaner, veil);
        if (isForNow)
        {
            // Kept on the phone until the pictures can be taken too.
            return IsScript(visit) ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable) : visit.Go(FieldEndpoints.Path, "いま写真を処理できません。記録は残していません。少し待ってから、もう一度送ってください。");
        }

        var note = new FieldNote(FieldWords.Note(step.Act, words[..Math.Min(words.Length, MostWords)]), FieldWords.Why(step.Act)?.Name, [.. pictures]);
        if (await database.InTown(visit.TownId, tx => service.Field.Take(tx, notes, visit.TownId, step, note, visit.Actor, visit.Stop), visit.Stop) is not { } heard
            || await pages.Seen(visit, heard.Case) is not var (now, _))
        {
            return visit.NotFound();
        }

        var trouble = FieldWords.Trouble(heard, now, step.Case, pictures.Count);
        return IsScript(visit)
            ? TypedResults.Json(new { id = step.Id, outcome = heard.Outcome.ToString(), trouble, photo = refused })
            : visit.Go(FieldEndpoints.Path, $"{now.Number}：{trouble ?? FieldWords.Told(step.Act)}{refused}");
    }

    /// <summary>The pictures without metadata. One that is none is left out and said, since the step itself must not be lost.</summary>
    private static async Task<(List<FieldPicture> Pictures, string? Refused, bool IsForNow)> Pictures(
        Visit visit, FieldAct act, List<IFormFile> files, PictureCleaner cleaner, PictureVeil veil)
    {
        var (pictures, refused) = (new List<FieldPicture>(), (string?)null);
        var isTold = act is FieldAct.Finish && visit.Field("tell") == "1";
        foreach (var file in files)
        {
            var (picture, trouble, isForNow) = await PictureFiles.Clean(file, cleaner, visit.Stop, PictureCleaner.MostBytes);
            if (isForNow)
            {
                return ([], null, true);
            }

            if (picture is null)
            {
                refused = $"残せなかった写真があります。{trouble}";
                continue;
            }

            // Whoever took it says that nobody is in it; the copy is drawn anew like every other.
            var copy = isTold && pictures.Count(p => p.Copy is not null) < MostTold ? await veil.Blur(new StoredPhoto(picture.ContentType, picture.Bytes.ToArray()), [], visit.Stop) : null;
            if (isTold && copy is null && pictures.Count(p => p.Copy is not null) < MostTold)
            {
                return ([], null, true);
            }

            pictures.Add(new FieldPicture(picture, copy));
        }

        return (pictures, refused, false);
    }

    private static FieldStep? Step(Visit visit)
    {
        if (Act(visit) is not { } act || !Guid.TryParse(visit.Field("step"), out var id) || !Guid.TryParse(visit.Field("case"), out var of))
        {
            return null;
        }

        var claim = PhoneClaim.Of(visit);
        return new FieldStep(id, of, act, claim.Phone, claim.Count, claim.PhoneAt, claim.At);
    }

    private static FieldAct? Act(Visit visit) => visit.Field("act") switch
    {
        "begin" => new FieldAct.Begin(),
        "inspect" => new FieldAct.Inspect(),
        "work-before" => new FieldAct.Work(IsAfter: false),
        "work-after" => new FieldAct.Work(IsAfter: true),
        "finish" => new FieldAct.Finish(),
        "not-found" when Why<NothingFound>(visit) is { } why => new FieldAct.FindNothing(why),
        "put-off" when Why<PutOffFor>(visit) is { } why => new FieldAct.PutOff(why, Day(visit)),
        "give-back" when Why<GivenBack>(visit) is { } why => new FieldAct.GiveBack(why),
        _ => null,
    };

    private static T? Why<T>(Visit visit)
        where T : struct, Enum => Enum.TryParse<T>(visit.Field("why"), out var why) && Enum.IsDefined(why) ? why : null;

    /// <summary>A day that has passed while the step waited for signal is none any more.</summary>
    private static DateOnly? Day(Visit visit) =>
        DateOnly.TryParseExact(visit.Field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= visit.Today && day < visit.Today.AddYears(2) ? day : null;

    private static bool IsScript(Visit visit) => visit.Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
}
