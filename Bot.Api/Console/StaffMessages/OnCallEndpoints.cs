using System.Globalization;
using Bot.Domain.Staff;
using Bot.Domain.StaffMessages;

namespace Bot.Api.Console.StaffMessages;

/// <summary>Who is on call: turns added and taken out.</summary>
internal static class OnCallEndpoints
{
    public static void MapOnCall(this RouteGroupBuilder console)
    {
        console.MapPost($"/{NoticePages.Path}/{{department}}/on-call", Add).Needs(Rights.StaffMessagesChange);
        console.MapPost($"/{NoticePages.Path}/{{department}}/on-call/remove", Remove).Needs(Rights.StaffMessagesChange);
    }

    private static async Task<IResult> Add(Visit visit, string department, NoticePages pages)
    {
        if (await pages.Find(visit, Rights.StaffMessagesChange, department) is not { } view)
        {
            return visit.NotFound();
        }

        if (Day(visit.Field("turn_from")) is not { } from || Day(visit.Field("turn_until")) is not { } until)
        {
            return pages.Page(visit, view, note: "当番の始まりの日と最後の日を入れてください。");
        }

        if (view.Rules.OnCall.Any(t => t.From <= until && from <= t.Until))
        {
            return pages.Page(visit, view, note: "その日には、もう当番の人がいます。先に外してください。");
        }

        // Turns that are over are of no use any more.
        var turns = view.Rules.OnCall.Where(t => t.Until >= visit.Today).Append(new OnCallTurn(from, until, visit.Field("turn_name"), NoticeForm.Mails(visit.Field("turn_mail")) is [var mail] ? mail : ""));
        return await pages.Change(visit, view, "当番を加える", view.Rules with { OnCall = [.. turns.OrderBy(t => t.From)] });
    }

    private static async Task<IResult> Remove(Visit visit, string department, NoticePages pages)
    {
        if (await pages.Find(visit, Rights.StaffMessagesChange, department) is not { } view || Day(visit.Field("turn_from")) is not { } from)
        {
            return visit.NotFound();
        }

        return await pages.Change(visit, view, "当番を外す", view.Rules with { OnCall = [.. view.Rules.OnCall.Where(t => t.From != from)] });
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
