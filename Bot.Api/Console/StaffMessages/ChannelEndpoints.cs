using System.Security.Cryptography;
using Bot.Domain.Staff;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.StaffMessages;

/// <summary>The ways beside mail: LINE groups, which join by a code, and a web hook.</summary>
internal static class ChannelEndpoints
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(15);

    public static void MapNoticeChannels(this RouteGroupBuilder console)
    {
        console.MapPost($"/{NoticePages.Path}/{{department}}/group-code", MakeCode).Needs(Rights.StaffMessagesConnect);
        console.MapPost($"/{NoticePages.Path}/{{department}}/group/end", EndGroup).Needs(Rights.StaffMessagesConnect);
        console.MapPost($"/{NoticePages.Path}/{{department}}/hook", PutHook).Needs(Rights.StaffMessagesConnect);
        console.MapPost($"/{NoticePages.Path}/{{department}}/hook/end", EndHook).Needs(Rights.StaffMessagesConnect);
    }

    private static async Task<IResult> MakeCode(Visit visit, string department, NoticePages pages, Database database)
    {
        if (await pages.Find(visit, Rights.StaffMessagesConnect, department) is not { } view)
        {
            return visit.NotFound();
        }

        var code = GroupCode.Of(RandomNumberGenerator.GetBytes(GroupCode.Length));
        await database.InTown(visit.TownId, async tx =>
        {
            await StaffGroupTable.AddCode(tx, visit.TownId, StaffGroups.Hash(code), department, visit.Actor, visit.Now, visit.Now + CodeLife, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.connect/group-code", [$"department/{department}"]), visit.Now, visit.Stop);
        }, visit.Stop);
        return pages.Page(visit, view, code: code);
    }

    private static async Task<IResult> EndGroup(Visit visit, string department, NoticePages pages, Database database)
    {
        var group = visit.Field("group");
        if (await pages.Find(visit, Rights.StaffMessagesConnect, department) is not { } view || view.Groups.All(g => g.GroupId != group))
        {
            return visit.NotFound();
        }

        await database.InTown(visit.TownId, async tx =>
        {
            await StaffGroupTable.End(tx, visit.TownId, group, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.connect/group-end", [$"department/{department}"]), visit.Now, visit.Stop);
        }, visit.Stop);
        return visit.Go(NoticePages.PathOf(department), "LINEグループを外しました。");
    }

    private static async Task<IResult> PutHook(Visit visit, string department, NoticePages pages, Database database, Sealer sealer, HookWire wire)
    {
        if (await pages.Find(visit, Rights.StaffMessagesConnect, department) is not { } view)
        {
            return visit.NotFound();
        }

        if (!Uri.TryCreate(visit.Field("address"), UriKind.Absolute, out var address) || !wire.Takes(address))
        {
            return pages.Page(visit, view, note: "ウェブフックのアドレスは https:// で始まる、外部のものを入れてください。");
        }

        var hook = new StaffHook(address, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        await database.InTown(visit.TownId, async tx =>
        {
            await StaffHookTable.Put(tx, sealer, visit.TownId, department, hook, visit.Actor, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.connect/hook", [$"department/{department}"], address.Host), visit.Now, visit.Stop);
        }, visit.Stop);
        return pages.Page(visit, view with { HookHost = address.Host }, secret: hook.Secret);
    }

    private static async Task<IResult> EndHook(Visit visit, string department, NoticePages pages, Database database)
    {
        if (await pages.Find(visit, Rights.StaffMessagesConnect, department) is null)
        {
            return visit.NotFound();
        }

        var ended = await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("staff-messages.connect/hook-end", [$"department/{department}"]), visit.Now, visit.Stop);
            return await StaffHookTable.Remove(tx, visit.TownId, department, visit.Stop);
        }, visit.Stop);
        return ended ? visit.Go(NoticePages.PathOf(department), "ウェブフックを外しました。") : visit.NotFound();
    }
}
