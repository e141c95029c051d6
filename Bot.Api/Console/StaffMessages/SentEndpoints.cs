using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.StaffMessages;

/// <summary>Trying whether messages arrive, and sending again what did not.</summary>
internal static class SentEndpoints
{
    public static void MapSent(this RouteGroupBuilder console)
    {
        console.MapPost($"/{NoticePages.Path}/{{department}}/test", Test).Needs(Rights.StaffMessagesChange);
        console.MapPost($"/{NoticePages.Path}/{{department}}/sent/{{id:guid}}/again", Again).Needs(Rights.StaffMessagesChange);
    }

    private static async Task<IResult> Test(Visit visit, string department, NoticePages pages, Database database, StaffMessageDesk desk, OutboxDoorbell doorbell)
    {
        if (await pages.Find(visit, Rights.StaffMessagesChange, department) is not { } view || !Guid.TryParseExact(visit.Field("id"), "n", out var id))
        {
            return visit.NotFound();
        }

        var sent = await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.change/test", [$"department/{department}"]), visit.Now, visit.Stop);
            return await desk.Test(tx, visit.TownId, department, view.Rules, id, visit.Stop);
        }, visit.Stop);
        doorbell.Ring(visit.TownId);
        return sent > 0
            ? visit.Go($"{NoticePages.PathOf(department)}#h-sent", $"{sent}件の宛先に試し送りを始めました。下の「送った記録」で結果を確かめてください。")
            : visit.Go(NoticePages.PathOf(department), "送る宛先がありません。先に宛先を入れてください。");
    }

    private static async Task<IResult> Again(Visit visit, string department, Guid id, NoticePages pages, Database database, StaffMessageDesk desk, OutboxDoorbell doorbell)
    {
        if (await pages.Find(visit, Rights.StaffMessagesChange, department) is null)
        {
            return visit.NotFound();
        }

        var again = await database.InTown(visit.TownId, async tx =>
        {
            if (await StaffMessageTable.One(tx, visit.TownId, id, visit.Stop) is not { } message || message.Message.Department != department
                || !await desk.Again(tx, visit.TownId, message, visit.Stop))
            {
                return false;
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.change/again", [$"staff-message/{id:n}"]), visit.Now, visit.Stop);
            return true;
        }, visit.Stop);
        if (!again)
        {
            return visit.NotFound();
        }

        doorbell.Ring(visit.TownId);
        return visit.Go($"{NoticePages.PathOf(department)}#h-sent", "もう一度送ります。下の「送った記録」で結果を確かめてください。");
    }
}
