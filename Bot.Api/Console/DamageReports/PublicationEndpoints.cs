using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>What staff say of a case for the public, and whether the public sees it.</summary>
internal static class PublicationEndpoints
{
    public static void MapPublication(this RouteGroupBuilder console)
    {
        console.MapPost($"/{CaseLists.Path}/{{id:guid}}/publication", Say).Needs(Rights.DamageReportsPublish);
        console.MapPost($"/{CaseLists.Path}/{{id:guid}}/answers", Answer).Needs(Rights.DamageReportsPublish);
        console.MapPost($"/{CaseLists.Path}/{{id:guid}}/answers/{{answer:guid}}/withdraw", Withdraw).Needs(Rights.DamageReportsPublish);
    }

    private static async Task<IResult> Say(Visit visit, Guid id, CasePages pages, DamageReportsModule service, Database database)
    {
        if (await pages.Seen(visit, id) is not var (found, plan))
        {
            return visit.NotFound();
        }

        var (words, show) = (visit.Field("words"), visit.Field("show"));
        if (words.Length > PublicationDesk.LongestWords)
        {
            return Refuse(visit, found, plan, $"公開する説明は{PublicationDesk.LongestWords}文字までです（いま{words.Length:#,##0}文字）。", words);
        }

        var seen = int.TryParse(visit.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        bool? shown = show switch { "yes" => true, "no" => false, _ => null };
        return await database.InTown(visit.TownId, tx => service.Publications.Say(tx, found, visit.Actor, seen, shown, words, visit.Stop), visit.Stop) switch
        {
            PublicationOutcome.Done => visit.Go(DamageShown.Path(id), shown switch { true => "公開しました。", false => "公開をやめました。", _ => "公開する説明を保存しました。" }),
            PublicationOutcome.Never => Refuse(visit, found, plan, "この種類は公開しない決まりです。", words),
            _ => Refuse(visit, found, plan, "開いている間に、ほかの職員が公開の内容を変えました。下の説明を確かめて、もう一度押してください。", words),
        };
    }

    private static async Task<IResult> Answer(Visit visit, Guid id, CasePages pages, DamageReportsModule service, Database database)
    {
        if (await pages.Seen(visit, id) is not var (found, plan))
        {
            return visit.NotFound();
        }

        var words = visit.Field("words");
        if (words.Length is 0 or > PublicationDesk.LongestAnswer)
        {
            var why = words.Length == 0 ? "答えを書いてください。" : $"答えは{PublicationDesk.LongestAnswer:#,##0}文字までです（いま{words.Length:#,##0}文字）。";
            return visit.Refuse<PublicationPage>(new { Case = found, Plan = plan, Wrong = why, TypedAnswer = words });
        }

        var answer = Guid.TryParseExact(visit.Field("id"), "n", out var made) ? made : Guid.NewGuid();
        await database.InTown(visit.TownId, tx => service.Publications.Answer(tx, found, visit.Actor, answer, words, visit.Stop), visit.Stop);
        return visit.Go(DamageShown.Path(id), "答えを加えました。公開中の通報なら、だれでも読めます。");
    }

    private static async Task<IResult> Withdraw(Visit visit, Guid id, Guid answer, CasePages pages, DamageReportsModule service, Database database) =>
        await pages.Seen(visit, id) is var (found, _)
        && await database.InTown(visit.TownId, tx => service.Publications.Withdraw(tx, found, visit.Actor, answer, visit.Stop), visit.Stop)
            ? visit.Go(DamageShown.Path(id), "答えを消しました。")
            : visit.NotFound();

    private static IResult Refuse(Visit visit, StoredCase found, DamagePlan plan, string why, string words) =>
        visit.Refuse<PublicationPage>(new { Case = found, Plan = plan, Wrong = why, Typed = words });
}
