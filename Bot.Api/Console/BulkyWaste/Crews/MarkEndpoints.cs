using Bot.Api.Console.Phones;
using Bot.Api.Photos;
using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>Takes what crews tap: from the script of the phone as an answer in JSON, from a plain form as a page.</summary>
internal static class MarkEndpoints
{
    /// <summary>Around the photo.</summary>
    private const long Form = 64 * 1024;

    public static void MapMarks(this RouteGroupBuilder console)
    {
        console.MapPost("/crew/marks", Take).Needs(Rights.BulkyWasteCrew).WithMetadata(new LargestPost(PictureFiles.MostBytes + Form));
        console.MapPost("/crew/undo/{owner}/{request:guid}", Undo).Needs(Rights.BulkyWasteCrew);
    }

    private static async Task<IResult> Take(Visit visit, Database database, BulkyTowns towns, CrewDesk desk, PictureCleaner cleaner)
    {
        if (Mark(visit) is not { } mark || !TownId.TryParse(visit.Field("town"), out var owner) || DayEndpoints.Day(visit.Field("day")) is not { } day)
        {
            return visit.NotFound();
        }

        var (picture, refused) = await Photo(visit, cleaner);
        if (await Heard(visit, database, towns, desk, owner, day, mark, picture) is not { } heard)
        {
            return visit.NotFound();
        }

        var trouble = CrewWords.Trouble(heard.Outcome);
        if (visit.Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            return TypedResults.Json(new { id = mark.Id, outcome = heard.Outcome.ToString(), trouble, photo = refused });
        }

        var told = trouble ?? mark.Finding switch
        {
            Finding.Collected => "収集済みにしました。",
            Finding.Left(var why) => $"収集できなかったことを記録しました（{CrewWords.Of(why)}）。",
            _ => "記録を取り消しました。",
        };
        var undo = heard.Outcome is MarkOutcome.Counts && mark.Finding is not Finding.TakenBack ? $"crew/undo/{owner}/{mark.Request:n}" : null;
        return visit.Go("crew", refused is null ? told : $"{told}{refused}", undo);
    }

    /// <summary>Takes the last mark back, for pages without a script.</summary>
    private static async Task<IResult> Undo(string owner, Guid request, Visit visit, Database database, BulkyTowns towns, CrewDesk desk)
    {
        if (!TownId.TryParse(owner, out var town))
        {
            return visit.NotFound();
        }

        var mark = new CrewMark(Guid.NewGuid(), request, new Finding.TakenBack(), visit.Staff.Id.Value, visit.Now.ToUnixTimeMilliseconds(), visit.Now, visit.Now);
        return await Heard(visit, database, towns, desk, town, visit.Today, mark, null) is { } heard
            ? visit.Go("crew", CrewWords.Trouble(heard.Outcome) ?? "記録を取り消しました。")
            : visit.NotFound();
    }

    /// <summary>Shows first, where the crew works, that it may see the request; then marks it where the resident lives.</summary>
    private static async Task<HeardMark?> Heard(
        Visit visit, Database database, BulkyTowns towns, CrewDesk desk, TownId owner, DateOnly day, CrewMark mark, Picture? picture)
    {
        var seen = await database.ReadInTown(visit.TownId, tx => RequestSearch.Read(tx, towns, owner, mark.Request, visit.Stop), visit.Stop);
        return seen?.Request.Operator == towns.OperatorFor(visit.TownId)
            ? await database.InTown(owner, tx => desk.Take(tx, owner, day, mark, picture, visit.Actor, visit.Stop), visit.Stop)
            : null;
    }

    private static CrewMark? Mark(Visit visit)
    {
        Finding? finding = visit.Field("finding") switch
        {
            "collected" => new Finding.Collected(),
            "taken-back" => new Finding.TakenBack(),
            "left" when CrewWords.Parse(visit.Field("why")) is { } why => new Finding.Left(why),
            _ => null,
        };
        if (finding is null || !Guid.TryParse(visit.Field("mark"), out var id) || !Guid.TryParse(visit.Field("request"), out var request))
        {
            return null;
        }

        var claim = PhoneClaim.Of(visit);
        return new CrewMark(id, request, finding, claim.Phone, claim.Count, claim.PhoneAt, claim.At);
    }

    /// <summary>The photo without metadata; one that is none is left out and said, since the mark itself must not be lost.</summary>
    private static async Task<(Picture? Picture, string? Refused)> Photo(Visit visit, PictureCleaner cleaner)
    {
        if (visit.Http.Request.Form.Files["photo"] is not { Length: > 0 } file)
        {
            return (null, null);
        }

        var (picture, trouble, _) = await PictureFiles.Clean(file, cleaner, visit.Stop);
        return (picture, picture is null ? $"{trouble}写真は送られていません。" : null);
    }
}
