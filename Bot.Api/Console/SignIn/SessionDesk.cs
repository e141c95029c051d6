using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Begins sessions and proofs under way, always with a token that nobody has seen before.</summary>
internal sealed class SessionDesk(Database database, StaffCookie session, StepCookie steps)
{
    private static readonly string[] Kinds = [SignInStep.Code, SignInStep.Enrol, SignInStep.Passkey, SignInStep.AddPasskey, SignInStep.Oidc];

    /// <summary>Somebody is in. Whatever token the browser brought before counts no more.</summary>
    /// <param name="how">The action in the audit log, such as <c>sign-in/passkey</c>.</param>
    public async Task Begin(Caller caller, StaffUser user, string how)
    {
        var (town, token, stop) = (caller.TownId, StaffSession.FreshToken(), caller.Stop);
        var before = session.Read(caller.Http.Request) is var (home, old) && home == town ? StaffSession.Hash(old) : null;
        await database.InTown(town, async tx =>
        {
            await SessionTable.Sweep(tx, town, caller.Now, stop);
            if (before is not null)
            {
                await SessionTable.End(tx, town, user.Id, before, caller.Now, stop);
            }

            await SessionTable.Add(tx, town, user.Id, StaffSession.Hash(token), caller.Browser, caller.Now, stop);
            await AuditTable.Add(tx, town, ProofDesk.Of(user), new AuditEntry(how, [user.AuditSubject]), caller.Now, stop);
        }, stop);
        session.Give(caller.Http.Response, town, token);
        foreach (var kind in Kinds.Where(k => caller.Http.Request.Cookies.ContainsKey(steps.Name(k))))
        {
            steps.Take(caller.Http.Response, kind);
        }
    }

    /// <summary>Somebody who is in has proven it again.</summary>
    public async Task<bool> Renew(Visit visit, string how)
    {
        var (town, token) = (visit.TownId, StaffSession.FreshToken());
        var renewed = await database.InTown(town, async tx =>
        {
            await AuditTable.Add(tx, town, visit.Actor, new AuditEntry(how, [$"staff/{visit.Staff.Id.Value:n}"]), visit.Now, visit.Stop);
            return await SessionTable.Renew(tx, town, StaffSession.Hash(visit.Token), StaffSession.Hash(token), visit.Now, visit.Stop);
        }, visit.Stop);
        if (renewed)
        {
            session.Give(visit.Http.Response, town, token);
        }

        return renewed;
    }

    public async Task BeginStep(Caller caller, SignInStep step)
    {
        var token = StaffSession.FreshToken();
        await database.InTown(caller.TownId, async tx =>
        {
            await StepTable.Sweep(tx, caller.TownId, caller.Now, caller.Stop);
            await ThrottleTable.Sweep(tx, caller.TownId, caller.Now.AddDays(-1), caller.Stop);
            await StepTable.Add(tx, caller.TownId, StaffSession.Hash(token), step, caller.Now, caller.Stop);
        }, caller.Stop);
        steps.Give(caller.Http.Response, step.Kind, token);
    }

    /// <summary>The step that this browser is at; <c>null</c> when there is none of that kind, or it took too long.</summary>
    public async Task<SignInStep?> Step(Caller caller, string kind) =>
        steps.Read(caller.Http.Request, kind) is { } hash
        && await database.ReadInTown(caller.TownId, tx => StepTable.Find(tx, caller.TownId, hash, caller.Now, caller.Stop), caller.Stop) is { } step && step.Kind == kind
            ? step
            : null;

    /// <summary>Uses the step up.</summary>
    public async Task<SignInStep?> TakeStep(Caller caller, string kind) =>
        steps.Read(caller.Http.Request, kind) is { } hash
        && await database.InTown(caller.TownId, tx => StepTable.Take(tx, caller.TownId, hash, caller.Now, caller.Stop), caller.Stop) is { } step && step.Kind == kind
            ? step
            : null;
}
