using Bot.Api.Photos;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>Takes what staff note of an inspection or of work, with pictures; those go through the gate that all pictures go through.</summary>
internal static class WorkEndpoints
{
    private static readonly (string Field, WorkStage Stage)[] Stages = [("site", WorkStage.Site), ("before", WorkStage.Before), ("after", WorkStage.After)];

    public static void MapWork(this RouteGroupBuilder console)
    {
        const string path = $"/{CaseLists.Path}/{{id:guid}}/work";
        console.MapGet(path, Ask).Needs(Rights.DamageReportsChange);
        console.MapPost(path, Keep).Needs(Rights.DamageReportsChange).WithMetadata(new LargestPost((PictureFiles.MostBytes * WorkDesk.MostAtOnce) + (256 * 1024)));
    }

    private static async Task<IResult> Ask(Visit visit, Guid id, CasePages pages) =>
        await pages.Seen(visit, id) is var (found, plan) ? visit.Page<WorkPage>(new { Case = found, Plan = plan }) : visit.NotFound();

    private static async Task<IResult> Keep(Visit visit, Guid id, CasePages pages, Database database, DamageReportsModule service, Notes notes, PictureCleaner cleaner)
    {
        if (await pages.Seen(visit, id) is not var (found, plan) || !Guid.TryParse(visit.Field("work"), out var work))
        {
            return visit.NotFound();
        }

        var words = visit.Field("words");
        var files = Stages.SelectMany(s => visit.Http.Request.Form.Files.GetFiles(s.Field).Where(f => f.Length > 0).Select(f => (s.Stage, File: f))).ToList();
        if (words.Length > Notes.Longest)
        {
            return Again($"メモは{Notes.Longest:#,##0}文字までです（いま{words.Length:#,##0}文字）。");
        }

        if (words.Length == 0 && files.Count == 0)
        {
            return Again("メモか写真を入れてください。");
        }

        if (files.Count > WorkDesk.MostAtOnce)
        {
            return Again($"写真は一度に{WorkDesk.MostAtOnce}枚までです（いま{files.Count}枚）。");
        }

        var pictures = new List<WorkPicture>();
        foreach (var (n, (stage, file)) in files.Index())
        {
            var (picture, trouble, _) = await PictureFiles.Clean(file, cleaner, visit.Stop);
            if (picture is null)
            {
                return Again($"{CasePictures.StageOf(stage)}の写真（{n + 1}枚目）：{trouble}メモも写真も、まだ残していません。");
            }

            pictures.Add(new WorkPicture(stage, picture));
        }

        var entry = new WorkEntry(work, visit.Field("what") != "inspection", words, [.. pictures]);
        return await database.InTown(visit.TownId, tx => service.Work.Keep(tx, notes, found, visit.Actor, entry, visit.Stop), visit.Stop)
            ? visit.Go(DamageShown.Path(id), entry.IsWork ? "作業の記録を残しました。" : "点検の記録を残しました。")
            : Again($"写真は1件の通報に{WorkDesk.MostOfCase}枚までです。要らない写真を消してください。");

        IResult Again(string why) => visit.Refuse<WorkPage>(new { Case = found, Plan = plan, Wrong = why });
    }
}
