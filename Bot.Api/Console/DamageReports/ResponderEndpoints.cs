using System.Globalization;
using System.Security.Cryptography;
using Bot.Domain.DamageReports;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.DamageReports;

/// <summary>The fire brigade and others whose reports count for more: codes to join by, and who has joined.</summary>
internal static class ResponderEndpoints
{
    public const string Path = "disaster/responders";
    public const int LongestBrigade = 40;

    private const int MostDays = 60;

    public static void MapResponders(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", (Visit visit, Database database) => Page(visit, database, null, null)).Needs(Rights.DisasterSee);
        console.MapPost($"/{Path}/invite", Invite).Needs(Rights.DisasterSwitch);
        console.MapPost($"/{Path}/invitation/end", EndInvitation).Needs(Rights.DisasterSwitch);
        console.MapPost($"/{Path}/end", End).Needs(Rights.DisasterSwitch);
    }

    /// <param name="code">A new code; it is shown this once.</param>
    private static async Task<IResult> Page(Visit visit, Database database, string? wrong, string? code)
    {
        var (responders, invitations) = await database.InTown(visit.TownId, async tx =>
        {
            var all = await ResponderTable.All(tx, visit.TownId, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("disaster.see/responders", [], $"{all.Count}"), visit.Now, visit.Stop);
            return (all, await ResponderTable.Invitations(tx, visit.TownId, visit.Now, visit.Stop));
        }, visit.Stop);
        var with = new { Responders = responders, Invitations = invitations, Code = code, Wrong = wrong };
        return wrong is null ? visit.Page<ResponderPage>(with) : visit.Refuse<ResponderPage>(with);
    }

    private static async Task<IResult> Invite(Visit visit, Database database)
    {
        var brigade = visit.Field("brigade").Trim();
        if (brigade.Length is 0 or > LongestBrigade || !int.TryParse(visit.Field("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays)
        {
            return await Page(visit, database, $"名前を{LongestBrigade}文字までで、日数を1から{MostDays}までで入力してください。", null);
        }

        var code = ResponderCode.Of(RandomNumberGenerator.GetBytes(ResponderCode.Length));
        await database.InTown(visit.TownId, async tx =>
        {
            await ResponderTable.Invite(tx, visit.TownId, ResponderCode.In(code)!, brigade, visit.Actor, visit.Now, visit.Now.AddDays(days), visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("disaster.responder/invite", []), visit.Now, visit.Stop);
            return 0;
        }, visit.Stop);
        return await Page(visit, database, null, code);
    }

    private static async Task<IResult> EndInvitation(Visit visit, Database database) =>
        await Noted(visit, database, "invitation-end", tx => ResponderTable.EndInvitation(tx, visit.TownId, visit.Field("id"), visit.Now, visit.Stop))
            ? visit.Go(Path, "登録コードを止めました。")
            : visit.NotFound();

    private static async Task<IResult> End(Visit visit, Database database) =>
        await Noted(visit, database, "end", tx => ResponderTable.End(tx, visit.TownId, visit.Field("id"), visit.Now, visit.Stop))
            ? visit.Go(Path, "登録を外しました。")
            : visit.NotFound();

    private static Task<bool> Noted(Visit visit, Database database, string what, Func<Npgsql.NpgsqlTransaction, Task<bool>> change) => database.InTown(visit.TownId, async tx =>
    {
        var changed = await change(tx);
        if (changed)
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"disaster.responder/{what}", []), visit.Now, visit.Stop);
        }

        return changed;
    }, visit.Stop);
}
