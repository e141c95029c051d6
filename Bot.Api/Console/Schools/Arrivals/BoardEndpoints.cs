using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools.Arrivals;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>The board of a school's morning: who is there, who is not, of whom nothing is known; alarms, and who has taken them up; drills.</summary>
internal static class BoardEndpoints
{
    private static readonly TimeSpan DrillTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestDrill = TimeSpan.FromHours(2);

    public static void MapBoard(this RouteGroupBuilder console)
    {
        console.MapGet($"/{ArrivalPages.Index}", (Visit visit, ArrivalPages pages) => visit.Page<ArrivalIndexPage>(new
        {
            Boards = pages.Schools(visit, Rights.SchoolSee), Phones = pages.Schools(visit, Rights.SchoolBus),
        })).Needs(Rights.SchoolBus);
        console.MapGet("/schools/{school}/arrivals", Board).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/arrivals/see", See).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/arrivals/take-back", TakeBack).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/arrivals/drill", Begin).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/arrivals/drill/end", End).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Board(Visit visit, string school, ArrivalPages pages, Bot.Api.Console.Settings.StaffNames names, Lists.LiveTopics topics)
    {
        if (pages.Find(visit, school, Rights.SchoolSee) is not { } found)
        {
            return visit.NotFound();
        }

        var morning = await pages.In(visit, async tx =>
        {
            var read = await pages.Read(tx, visit, found, visit.Query("drill") == "1");
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/arrivals", [$"school/{found.Code}"]), visit.Now, visit.Stop);
            return read;
        });
        var people = await names.Of(visit, morning.Steps.Select(s => s.SeenBy).OfType<Actor>());
        return visit.Page<BoardPage>(new { Data = morning, People = people, Mark = await topics.Mark(visit, ArrivalHosting.Topic) });
    }

    private static async Task<IResult> See(Visit visit, string school, ArrivalPages pages)
    {
        var subject = visit.Field("subject");
        return await Act(visit, school, pages, "see", subject, "対応中にしました。確認がとれるまで、園長などへの知らせは止まりません。", async (tx, known) =>
        {
            await ArrivalStepTable.See(tx, visit.TownId, school, known.Morning.Day, known.Run, subject, visit.Actor, visit.Now, visit.Stop);
            return true;
        });
    }

    /// <summary>What was noted of one child by mistake; it is unknown again. The scans themselves stay.</summary>
    private static Task<IResult> TakeBack(Visit visit, string school, ArrivalPages pages)
    {
        var child = Guid.TryParse(visit.Field("child"), out var id) ? new ChildId(id) : default;
        return Act(visit, school, pages, "take-back", new Watched.Pupil(child).Code, "記録を取り消しました。この子は「不明」に戻りました。", async (tx, known) =>
        {
            var back = known.Morning.Scans.Where(s => s.Kind == ScanKind.TakeBack).Select(s => s.Of).ToHashSet();
            var mine = known.Morning.Scans.Where(s => s.Child == child && s.Kind != ScanKind.TakeBack && !back.Contains(s.Id)).ToList();
            foreach (var scan in mine)
            {
                var undo = new Scan(NamedGuid.From(scan.Id, "take-back"), ScanKind.TakeBack, child, scan.Bus, scan.Id, visit.Staff.Id.Value, visit.Now.ToUnixTimeMilliseconds(), visit.Now, visit.Now);
                await ScanTable.Add(tx, visit.TownId, school, known.Morning.Day, known.Run, undo, visit.Now, visit.Actor, visit.Stop);
            }

            return mine.Count > 0;
        });
    }

    private static async Task<IResult> Act(
        Visit visit, string school, ArrivalPages pages, string action, string subject, string told, Func<Npgsql.NpgsqlTransaction, KnownMorning, Task<bool>> act)
    {
        if (pages.Find(visit, school, Rights.SchoolChange) is not { } found)
        {
            return visit.NotFound();
        }

        var isDrill = visit.Field("drill") == "1";
        var done = await pages.In(visit, async tx =>
        {
            if (await pages.Read(tx, visit, found, isDrill) is not { Known: { } known } || !await act(tx, known))
            {
                return false;
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.change/arrivals-{action}", [$"school/{school}", subject], isDrill ? "訓練" : null), visit.Now, visit.Stop);
            return true;
        });
        return done ? visit.Go(ArrivalPages.Board(school) + (isDrill ? "?drill=1" : ""), told) : visit.NotFound();
    }

    private static async Task<IResult> Begin(Visit visit, string school, ArrivalPages pages)
    {
        if (pages.Find(visit, school, Rights.SchoolChange) is not { } found)
        {
            return visit.NotFound();
        }

        var drill = new ArrivalDrill(Guid.NewGuid(), visit.Today, visit.Now, visit.Now + DrillTime, visit.Now + LongestDrill);
        var began = await pages.In(visit, async tx =>
        {
            // Without rules nobody looks at the school, so a drill would show nothing.
            if (await ArrivalRuleTable.Of(tx, visit.TownId, found.Code, visit.Stop) is null || !await DrillTable.Begin(tx, visit.TownId, found.Code, drill, visit.Actor, visit.Stop))
            {
                return false;
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/arrivals-drill", [$"school/{school}"]), visit.Now, visit.Stop);
            return true;
        });
        return visit.Go(ArrivalPages.Board(school) + "?drill=1", began ? $"訓練を始めました。{(int)DrillTime.TotalMinutes}分後を登園の時刻として動きます。保護者には知らせません。" : "訓練を始められません。すでに訓練中か、決まりがまだ保存されていません。");
    }

    private static async Task<IResult> End(Visit visit, string school, ArrivalPages pages)
    {
        if (pages.Find(visit, school, Rights.SchoolChange) is null)
        {
            return visit.NotFound();
        }

        var ended = await pages.In(visit, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/arrivals-drill-end", [$"school/{school}"]), visit.Now, visit.Stop);
            return await DrillTable.End(tx, visit.TownId, school, visit.Now, visit.Stop);
        });
        return visit.Go(ArrivalPages.Board(school), ended ? "訓練を終わりました。" : "訓練はもう終わっています。");
    }
}
