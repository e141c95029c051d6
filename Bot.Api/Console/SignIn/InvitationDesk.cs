using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Links by which somebody sets up their account: each good once, and only the last one.</summary>
internal sealed class InvitationDesk(Database database, IPasswordHasher<StaffUser> hasher)
{
    /// <summary>A new link in place of all earlier ones; answers its token, which is stored nowhere.</summary>
    public static async Task<string> Link(NpgsqlTransaction tx, TownId town, StaffId staff, StaffId? by, DateTimeOffset now, CancellationToken stop)
    {
        var token = StaffSession.FreshToken();
        await InvitationTable.Revoke(tx, town, staff, now, stop);
        await InvitationTable.Add(tx, town, StaffSession.Hash(token), staff, by, now, by is null ? Invitation.FirstHolds : Invitation.Holds, stop);
        return token;
    }

    public static string Address(Uri publicBaseUrl, TownId town, string token) => new Uri(publicBaseUrl, $"/console/{town.Value}/invitation/{token}").ToString();

    /// <summary>
    /// The link for a town's first administrator; <c>null</c> when somebody administers the town already. Whoever was invited before and has not come
    /// gets the new link, and the old one is void.
    /// </summary>
    public static async Task<string?> First(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        if (await StaffSearch.OtherAdministrators(tx, town, default, stop) > 0)
        {
            return null;
        }

        if (await StaffSearch.AwaitedFirst(tx, town, stop) is not { } id)
        {
            id = new StaffId(Guid.NewGuid());
            Items<Post> posts = [.. (await StaffSearch.Departments(tx, town, stop)).Take(1).Select(d => new Post(d.Code, d.Services, Duty.Administrator))];
            await StaffTable.Add(tx, new StaffMember(id, town, "最初の管理者", posts), $"first-{id.Value:n}"[..20], StaffSession.FreshToken(), now, stop);
        }

        await AuditTable.Add(tx, town, Actor.System, new AuditEntry("staff.manage/invite-first", [$"staff/{id.Value:n}"]), now, stop);
        return await Link(tx, town, id, null, now, stop);
    }

    public Task<(Invitation? Link, StaffUser? User)> Find(Caller caller, string token) => database.ReadInTown(caller.TownId, async tx =>
    {
        var link = await InvitationTable.Find(tx, caller.TownId, StaffSession.Hash(token), caller.Stop);
        return (link, link is null ? null : await AccountTable.Find(tx, caller.TownId, link.Staff, caller.Stop));
    }, caller.Stop);

    /// <summary>Uses the link up and sets the password; <c>false</c> when another request was first, or the login name has been taken meanwhile.</summary>
    public Task<bool> Accept(Caller caller, string token, StaffUser user, string login, string name, string password) => database.InTown(caller.TownId, async tx =>
    {
        if ((await AccountTable.FindLogin(tx, caller.TownId, login, caller.Stop) is { } other && other.Id != user.Id)
            || !await InvitationTable.Use(tx, caller.TownId, StaffSession.Hash(token), caller.Now, caller.Stop))
        {
            return false;
        }

        (user.Login, user.Name, user.Password, user.Stamp) = (login, name, hasher.HashPassword(user, password), StaffSession.FreshToken());
        await AccountTable.Save(tx, user, caller.Now, caller.Stop);
        await AuditTable.Add(tx, caller.TownId, ProofDesk.Of(user), new AuditEntry("account/invitation-accepted", [user.AuditSubject]), caller.Now, caller.Stop);
        return true;
    }, caller.Stop);
}
