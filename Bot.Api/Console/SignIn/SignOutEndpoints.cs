using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Ends sessions: this one, another of one's own, or all.</summary>
internal static class SignOutEndpoints
{
    public static void MapSignOut(this RouteGroupBuilder console)
    {
        console.MapPost("/sign-out", (Visit visit, Database database, StaffCookie cookie) => Out(visit, database, cookie, everywhere: false)).Needs(Rights.Home);
        console.MapPost("/sign-out/everywhere", (Visit visit, Database database, StaffCookie cookie) => Out(visit, database, cookie, everywhere: true)).Needs(Rights.Home);
        console.MapPost("/sign-out/session/{hash}", One).Needs(Rights.Home);
    }

    private static async Task<IResult> Out(Visit visit, Database database, StaffCookie cookie, bool everywhere)
    {
        var (town, staff) = (visit.TownId, visit.Staff.Id);
        await database.InTown(town, async tx =>
        {
            await SessionTable.End(tx, town, staff, StaffSession.Hash(visit.Token), visit.Now, visit.Stop);
            if (everywhere)
            {
                // Every session carries the old stamp, wherever it is; those that nobody remembers too.
                await AccountTable.Stamp(tx, town, staff, StaffSession.FreshToken(), visit.Now, visit.Stop);
            }

            await AuditTable.Add(tx, town, visit.Actor, new AuditEntry(everywhere ? "sign-out/everywhere" : "sign-out", [$"staff/{staff.Value:n}"]), visit.Now, visit.Stop);
        }, visit.Stop);
        cookie.Take(visit.Http.Response);
        // A crew's phone keeps names and addresses of the day: they go with their reader.
        visit.Http.Response.Headers["Clear-Site-Data"] = "\"storage\", \"cache\"";
        return visit.Go("sign-in");
    }

    private static async Task<IResult> One(Visit visit, string hash, Database database)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
        {
            return visit.NotFound();
        }

        var ended = await database.InTown(visit.TownId, async tx =>
        {
            var there = await SessionTable.End(tx, visit.TownId, visit.Staff.Id, Convert.FromHexString(hash), visit.Now, visit.Stop);
            if (there)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("sign-out/other", [$"staff/{visit.Staff.Id.Value:n}"]), visit.Now, visit.Stop);
            }

            return there;
        }, visit.Stop);
        return ended ? visit.Go("account", "その端末をサインアウトしました。") : visit.NotFound();
    }
}
