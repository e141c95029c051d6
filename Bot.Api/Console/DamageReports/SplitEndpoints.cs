using System.Globalization;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>Taking a report out of a case to which it does not belong.</summary>
internal static class SplitEndpoints
{
    public static void MapSplits(this RouteGroupBuilder console)
    {
        const string path = $"/{CaseLists.Path}/{{id:guid}}/reports/{{report:guid}}/split";
        console.MapGet(path, Ask).Needs(Rights.DamageReportsChange);
        console.MapPost(path, Take).Needs(Rights.DamageReportsChange);
    }

    private static async Task<IResult> Ask(Visit visit, Guid id, Guid report, CasePages pages) =>
        await pages.Seen(visit, id) is var (found, plan) && await pages.Report(visit, found, report) is { } odd
            ? visit.Page<SplitPage>(new { Case = found, Plan = plan, Report = odd })
            : visit.NotFound();

    private static async Task<IResult> Take(Visit visit, Guid id, Guid report, CasePages pages, Database database, DamageReportsModule service)
    {
        if (await pages.Seen(visit, id) is not var (found, plan) || await pages.Report(visit, found, report) is not { } odd)
        {
            return visit.NotFound();
        }

        var seen = int.TryParse(visit.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var outcome = await database.InTown(visit.TownId, tx => service.Splits.Take(tx, visit.TownId, id, report, new ByClerk(visit.Actor, seen), visit.Stop), visit.Stop);
        return outcome switch
        {
            CaseOutcome.Done(var opened) => visit.Go(DamageShown.Path(opened.Id), $"通報 {opened.Number} として受け付け直しました。"),
            CaseOutcome.Refused(CaseRefusal.NotFound) => visit.NotFound(),
            CaseOutcome.Refused(CaseRefusal.Changed) => visit.Refuse<SplitPage>(new { Case = found, Plan = plan, Report = odd, Wrong = "この画面を開いたあとで、通報が変わりました。いまの内容を確かめて、もう一度押してください。" }),
            _ => visit.Refuse<SplitPage>(new { Case = found, Plan = plan, Report = odd, Wrong = "いまの状態では分けられません。終わった通報は、先に対応を再開してください。一度分けてまとめ直したものは、元の番号の画面で取り消してください。" }),
        };
    }
}
