using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.Console.DamageReports;

/// <summary>The steps of a case: a question, and what came of the answer.</summary>
internal static class MoveEndpoints
{
    /// <summary>Before and after.</summary>
    private const int MostPhotos = 2;

    public static void MapMoves(this RouteGroupBuilder console)
    {
        const string path = $"/{CaseLists.Path}/{{id:guid}}/move/{{move}}";
        console.MapGet(path, Ask).Needs(Rights.DamageReportsChange);
        console.MapPost(path, Take).Needs(Rights.DamageReportsChange);
    }

    private static async Task<IResult> Ask(Visit visit, Guid id, string move, CasePages pages)
    {
        if (Find(move) is not { } ask || await pages.Seen(visit, id) is not var (found, plan))
        {
            return visit.NotFound();
        }

        return ask.IsFor(found.State)
            ? visit.Page<MovePage>(new { Case = found, Plan = plan, Ask = ask, Others = pages.Others(plan), Photos = await Photos(visit, pages, ask, found) })
            : visit.Go(DamageShown.Path(id), "いまの状態では、この操作はできません。");
    }

    private static async Task<IResult> Take(Visit visit, Guid id, string move, CasePages pages)
    {
        if (Find(move) is not { } ask || await pages.Seen(visit, id) is not var (found, plan))
        {
            return visit.NotFound();
        }

        var photos = await Photos(visit, pages, ask, found);
        var note = visit.Field("note");
        if (note.Length > Notes.Longest)
        {
            return Again($"メモは{Notes.Longest:#,##0}文字までです（いま{note.Length:#,##0}文字）。");
        }

        var (step, wrong) = await Read(visit, pages, plan, ask, photos);
        return step is null ? Again(wrong) : await pages.Do(visit, found, step, note) switch
        {
            CaseOutcome.Done => visit.Go(DamageShown.Path(id), ask.Told),
            CaseOutcome.Refused(CaseRefusal.NotFound) => visit.NotFound(),
            CaseOutcome.Refused(CaseRefusal.Changed) => await Conflict(visit, id, ask, pages),
            CaseOutcome.Refused(CaseRefusal.WrongAim) => Again("まとめる先や引き継ぐ先を確かめてください。終わった通報や、この通報自身は選べません。"),
            _ => Again("いまの状態では、この操作はできません。通報の画面を開き直して、状態を確かめてください。"),
        };

        IResult Again(string why) => visit.Refuse<MovePage>(new { Case = found, Plan = plan, Ask = ask, Others = pages.Others(plan), Photos = photos, Wrong = why });
    }

    /// <summary>What can go along with the news, staff's own after the work first.</summary>
    private static async Task<IReadOnlyList<CasePicture>> Photos(Visit visit, CasePages pages, MoveAsk ask, StoredCase found) => ask.Field == MoveField.Photos
        ? [.. (await pages.Pictures(visit, found)).Where(p => p.Public is not null).OrderByDescending(p => p.Work?.Stage)]
        : [];

    /// <summary>The step as the form says it, or what is wrong with the form.</summary>
    private static async Task<(CaseMove? Step, string Wrong)> Read(Visit visit, CasePages pages, DamagePlan plan, MoveAsk ask, IReadOnlyList<CasePicture> photos) => ask.Field switch
    {
        MoveField.Day => DateOnly.TryParseExact(visit.Field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= visit.Today
            ? ((CaseMove?)new CaseMove.Plan(day), "")
            : (null, "作業日には、今日か、それよりあとの日を入れてください。"),
        MoveField.Whose => pages.Others(plan).FirstOrDefault(o => o.To.Text == visit.Field("to")).To is { } to
            ? ((CaseMove?)new CaseMove.PassOn(to), "")
            : (null, "引き継ぐ先を選んでください。"),
        MoveField.Number => await pages.Numbered(visit, visit.Field("number").ToUpperInvariant()) is { } into
            ? ((CaseMove?)new CaseMove.Merge(into.Id), "")
            : (null, "その番号の通報はありません。まとめる先の番号を確かめてください。"),
        MoveField.Photos => photos.Where(p => visit.Fields("photo").Contains($"{p.Id:n}", StringComparer.Ordinal)).Select(p => p.Public!.PublicId).ToList() is { Count: <= MostPhotos } chosen
            ? ((CaseMove?)new CaseMove.Finish([.. chosen]), "")
            : (null, $"住民に送る写真は{MostPhotos}枚まで選べます。"),
        _ => ((CaseMove?)ask.Like, ""),
    };

    /// <summary>Somebody was faster: what it is now, and what the clerk had entered, to be sent once more or thrown away.</summary>
    private static async Task<IResult> Conflict(Visit visit, Guid id, MoveAsk ask, CasePages pages) => await pages.Seen(visit, id) is var (now, _)
        ? visit.Page<Casework.ConflictPage>(
            new
            {
                Changes = (IReadOnlyList<Casework.ConflictPage.Change>)[new("状態", null, DamageShown.State(now.State).Title, ask.Title)],
                Action = visit.Http.Request.Path.Value!, Version = (int?)now.Version, Kept = Casework.ConflictPage.Posted(visit),
                Back = ((string, string)?)(DamageShown.Path(id), $"通報 {now.Number}"), At = (DateTimeOffset?)now.ChangedAt,
            },
            StatusCodes.Status409Conflict)
        : visit.NotFound();

    private static MoveAsk? Find(string move) => MoveAsk.All.FirstOrDefault(m => m.Name == move);
}
