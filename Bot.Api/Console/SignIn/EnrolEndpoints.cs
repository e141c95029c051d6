using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Whoever has no second factor yet sets one up before anything else: there is no session without one.</summary>
internal static class EnrolEndpoints
{
    private const string Why = "二つ目の確認方法がない人が、最初に設定する画面";

    public static void MapEnrol(this RouteGroupBuilder console)
    {
        console.MapGet("/sign-in/enrol", (HttpContext http, Enrolment desk) => Caller.Open(http, caller => Show(caller, desk))).OpenToAll(Why);
        console.MapPost("/sign-in/enrol", (HttpContext http, Enrolment desk) => Caller.Open(http, caller => Totp(caller, desk))).OpenToAll(Why);
        console.MapPost("/sign-in/enrol/passkey/options", (HttpContext http, Enrolment desk) => Caller.Open(http, caller => PasskeyOptions(caller, desk))).OpenToAll(Why);
        console.MapPost("/sign-in/enrol/passkey", (HttpContext http, Enrolment desk) => Caller.Open(http, caller => Passkey(caller, desk))).OpenToAll(Why);
    }

    private static async Task<IResult> Show(Caller caller, Enrolment desk, string? wrong = null, int status = StatusCodes.Status200OK)
    {
        if (await desk.Who(caller) is not { } user)
        {
            return caller.Go(caller.To("sign-in"));
        }

        var secret = await desk.Database.InTown(caller.TownId, tx => desk.Totp.Offer(tx, caller.TownId, user.Id, caller.Stop), caller.Stop);
        return caller.Page<EnrolPage>(new() { ["Wrong"] = wrong, ["Secret"] = secret, ["User"] = user }, status);
    }

    private static async Task<IResult> Totp(Caller caller, Enrolment desk)
    {
        if (await desk.Who(caller) is not { } user)
        {
            return caller.Go(caller.To("sign-in"));
        }

        var codes = await desk.Database.InTown(caller.TownId, async tx =>
        {
            if (await desk.Totp.Confirm(tx, caller.TownId, user.Id, caller.Field("code"), caller.Now, caller.Stop) is not { } fresh)
            {
                return default(Bot.Domain.Kernel.Items<string>?);
            }

            await AccountTable.Join(tx, caller.TownId, user.Id, caller.Now, caller.Stop);
            await AuditTable.Add(tx, caller.TownId, ProofDesk.Of(user), new AuditEntry("account/totp", [user.AuditSubject]), caller.Now, caller.Stop);
            return fresh;
        }, caller.Stop);
        if (codes is not { } paper)
        {
            return await Show(caller, desk, "コードが違います。アプリに今出ている6桁の数字を入力してください。", StatusCodes.Status422UnprocessableEntity);
        }

        return await desk.In(caller, user) is { } back ? caller.Page<RecoveryPage>(new() { ["Codes"] = paper, ["Next"] = back }) : caller.Go(caller.To("sign-in"));
    }

    private static async Task<IResult> PasskeyOptions(Caller caller, Enrolment desk)
    {
        if (await desk.Who(caller) is not { } user)
        {
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var (options, token) = await desk.Passkeys.AskNew(caller.Http, user, caller.Town.Name.Ja, caller.Now, caller.Stop);
        desk.Steps.Give(caller.Http.Response, SignInStep.AddPasskey, token);
        return TypedResults.Text(options, "application/json; charset=utf-8");
    }

    private static async Task<IResult> Passkey(Caller caller, Enrolment desk)
    {
        if (await desk.Who(caller) is not { } user)
        {
            return caller.Go(caller.To("sign-in"));
        }

        if (desk.Steps.Read(caller.Http.Request, SignInStep.AddPasskey) is not { } step
            || !await desk.Database.InTown(caller.TownId, tx => Keep(tx, step), caller.Stop))
        {
            return await Show(caller, desk, "パスキーを登録できませんでした。もう一度お試しください。", StatusCodes.Status422UnprocessableEntity);
        }

        return caller.Go(await desk.In(caller, user) ?? caller.To("sign-in"));

        async Task<bool> Keep(Npgsql.NpgsqlTransaction tx, byte[] step)
        {
            var added = await desk.Passkeys.Add(tx, caller.Http, user, step, caller.Field("credential"), caller.Browser, caller.Now, caller.Stop);
            if (added)
            {
                await AccountTable.Join(tx, caller.TownId, user.Id, caller.Now, caller.Stop);
                await AuditTable.Add(tx, caller.TownId, ProofDesk.Of(user), new AuditEntry("account/passkey-added", [user.AuditSubject]), caller.Now, caller.Stop);
            }

            return added;
        }
    }
}

/// <summary>What setting up the first second factor needs.</summary>
internal sealed record Enrolment(Database Database, TotpDesk Totp, PasskeyDesk Passkeys, SessionDesk Sessions, StepCookie Steps, Factors Factors)
{
    /// <summary>Who has shown the password and has no second factor; once there is one, this door is shut.</summary>
    public async Task<StaffUser?> Who(Caller caller) =>
        await Sessions.Step(caller, SignInStep.Enrol) is { Staff: { } staff } && !(await Factors.Of(caller.TownId, staff, caller.Stop)).Any
            && await Database.ReadInTown(caller.TownId, tx => AccountTable.Find(tx, caller.TownId, staff, caller.Stop), caller.Stop) is { HasLeft: false } user
                ? user
                : null;

    /// <summary>Begins the session; answers where to go on.</summary>
    public async Task<string?> In(Caller caller, StaffUser user)
    {
        if (await Sessions.TakeStep(caller, SignInStep.Enrol) is not { } step)
        {
            return null;
        }

        await Sessions.Begin(caller, user, "sign-in/enrolled");
        return LocalPath.Of(step.Back, caller.TownId);
    }
}
