using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>What an administrator does about staff. Whoever is the town's last administrator stays one.</summary>
internal sealed class StaffDesk(Database database)
{
    private const string Last = "最後の管理者です。ほかの人を管理者にしてから、もう一度お試しください。";

    /// <summary>Invites somebody new; answers their link's token.</summary>
    public Task<Checked<(StaffId Id, string Token)>> Invite(Visit visit, string name, string login, Items<Post> posts) => database.InTown<Checked<(StaffId Id, string Token)>>(visit.TownId, async tx =>
    {
        if (await AccountTable.FindLogin(tx, visit.TownId, login, visit.Stop) is not null)
        {
            return new Checked<(StaffId Id, string Token)>.Bad("このログイン名は、もう使われています（退職した人の名前も使えません）。");
        }

        var id = new StaffId(Guid.NewGuid());
        await StaffTable.Add(tx, new StaffMember(id, visit.TownId, name, posts), login, StaffSession.FreshToken(), visit.Now, visit.Stop);
        await Note(tx, visit, "invite", id, Said(posts));
        return new Checked<(StaffId Id, string Token)>.Good((id, await InvitationDesk.Link(tx, visit.TownId, id, visit.Staff.Id, visit.Now, visit.Stop)));
    }, visit.Stop);

    /// <summary>Changes duties, unless somebody else has changed them since the page was made.</summary>
    /// <param name="was">The duties as the page showed them.</param>
    public Task<string?> SetPosts(Visit visit, StaffLine line, string was, Items<Post> posts) => database.InTown(visit.TownId, async tx =>
    {
        var others = await StaffSearch.OtherAdministrators(tx, visit.TownId, line.Id, visit.Stop);
        if (await StaffSearch.One(tx, visit.TownId, line.Id, visit.Stop) is not { Left: null } there || Said(there) != was)
        {
            return "ほかの管理者が、この人の担当を先に変えました。今の担当を見て、もう一度決めてください。";
        }

        if (there.Joined is not null && IsAdministrator(there) && posts.All(p => p.Duty != Duty.Administrator) && others == 0)
        {
            return Last;
        }

        await StaffTable.SetPosts(tx, new StaffMember(line.Id, visit.TownId, line.Name, posts), visit.Stop);
        await Note(tx, visit, "duties", line.Id, $"{was} → {Said(posts)}");
        return null;
    }, visit.Stop);

    /// <summary>Somebody has left: all their sessions end at once.</summary>
    public Task<string?> Leave(Visit visit, StaffLine line) => database.InTown(visit.TownId, async tx =>
    {
        if (await StaffSearch.OtherAdministrators(tx, visit.TownId, line.Id, visit.Stop) == 0 && IsAdministrator(line) && line.Joined is not null)
        {
            return Last;
        }

        await AccountTable.Leave(tx, visit.TownId, line.Id, StaffSession.FreshToken(), visit.Now, visit.Stop);
        await Forget(tx, visit, line.Id);
        await InvitationTable.Revoke(tx, visit.TownId, line.Id, visit.Now, visit.Stop);
        await Note(tx, visit, "leave", line.Id, null);
        return null;
    }, visit.Stop);

    /// <summary>
    /// A new link. Whatever somebody signed in with before counts no more: a lost phone may be in other hands, and so may the password.
    /// </summary>
    public Task<string> Reset(Visit visit, StaffLine line) => database.InTown(visit.TownId, async tx =>
    {
        if (await AccountTable.Find(tx, visit.TownId, line.Id, visit.Stop) is { } user)
        {
            (user.Password, user.Stamp) = (null, StaffSession.FreshToken());
            await AccountTable.Save(tx, user, visit.Now, visit.Stop);
        }

        await Forget(tx, visit, line.Id);
        await Note(tx, visit, "link", line.Id, null);
        return await InvitationDesk.Link(tx, visit.TownId, line.Id, visit.Staff.Id, visit.Now, visit.Stop);
    }, visit.Stop);

    public Task Revoke(Visit visit, StaffLine line) => database.InTown(visit.TownId, async tx =>
    {
        await InvitationTable.Revoke(tx, visit.TownId, line.Id, visit.Now, visit.Stop);
        await Note(tx, visit, "revoke", line.Id, null);
    }, visit.Stop);

    /// <summary>Records that somebody read about colleagues.</summary>
    public static Task Seen(NpgsqlTransaction tx, Visit visit, string what, IReadOnlyList<StaffLine> lines) => AuditTable.Add(
        tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.StaffSee.Name}/{what}", [.. lines.Select(l => $"staff/{l.Id.Value:n}")]), visit.Now, visit.Stop);

    /// <summary>Duties in one fixed order, for the page and the log.</summary>
    public static string Said(StaffLine line) => string.Join(' ', line.Posts.Select(p => $"{p.Department}/{p.Duty.Code()}").Order(StringComparer.Ordinal));

    private static string Said(Items<Post> posts) => string.Join(' ', posts.Select(p => $"{p.Department}/{p.Duty.Code()}").Order(StringComparer.Ordinal));

    private static bool IsAdministrator(StaffLine line) => line.Posts.Any(p => p.Duty == Duty.Administrator);

    private static async Task Forget(NpgsqlTransaction tx, Visit visit, StaffId id)
    {
        await PasskeyTable.RemoveAll(tx, visit.TownId, id, visit.Stop);
        await TotpTable.Remove(tx, visit.TownId, id, visit.Stop);
        await RecoveryTable.Remove(tx, visit.TownId, id, visit.Stop);
    }

    private static Task Note(NpgsqlTransaction tx, Visit visit, string what, StaffId id, string? detail) =>
        AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"staff.manage/{what}", [$"staff/{id.Value:n}"], detail), visit.Now, visit.Stop);
}
