using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Asks somebody who is signed in to show again who they are, before exports, approvals and keys.</summary>
internal static class ProveEndpoints
{
    public static void MapProve(this RouteGroupBuilder console)
    {
        console.MapGet("/prove", (Visit visit, Factors factors, OidcProviders providers) => Show(visit, factors, providers)).Needs(Rights.Home);
        console.MapPost("/prove", Password).Needs(Rights.Home);
        console.MapPost("/prove/passkey/options", PasskeyOptions).Needs(Rights.Home);
        console.MapPost("/prove/passkey", Passkey).Needs(Rights.Home);
    }

    private static async Task<IResult> Show(Visit visit, Factors factors, OidcProviders providers, string? wrong = null, int status = StatusCodes.Status200OK) =>
        visit.Page<ProvePage>(new
        {
            Wrong = wrong,
            Back = Back(visit),
            Factors = await factors.Of(visit.TownId, visit.Staff.Id, visit.Stop),
            Provider = providers.Of(visit.TownId)?.Title,
        }, status);

    private static async Task<IResult> Password(Visit visit, ProofDesk proofs, Factors factors, OidcProviders providers, SessionDesk sessions, Database database)
    {
        var address = Caller.AddressOf(visit.Http);
        var login = (await database.ReadInTown(visit.TownId, tx => AccountTable.Find(tx, visit.TownId, visit.Staff.Id, visit.Stop), visit.Stop))?.Login ?? "";
        var proof = await proofs.Password(visit.TownId, login, visit.Field("password"), address, visit.Stop);
        if (proof is Proof.Given)
        {
            proof = await proofs.Code(visit.TownId, visit.Staff.Id, visit.Field("code"), address, visit.Stop);
        }

        return proof switch
        {
            Proof.Given => await Proven(visit, sessions, "proof/password"),
            Proof.Wait(var until) => await Show(visit, factors, providers, $"続けて失敗したため、{ShortTime(until - visit.Now)}お待ちください。", StatusCodes.Status429TooManyRequests),
            _ => await Show(visit, factors, providers, "パスワードかコードが違います。一度使ったコードは使えません。次のコードでお試しください。", StatusCodes.Status422UnprocessableEntity),
        };
    }

    private static async Task<IResult> PasskeyOptions(Visit visit, PasskeyDesk passkeys, StepCookie steps)
    {
        var (options, token) = await passkeys.Ask(visit.Http, visit.TownId, visit.Now, visit.Stop);
        steps.Give(visit.Http.Response, SignInStep.Passkey, token);
        return TypedResults.Text(options, "application/json; charset=utf-8");
    }

    private static async Task<IResult> Passkey(Visit visit, PasskeyDesk passkeys, StepCookie steps, Factors factors, OidcProviders providers, SessionDesk sessions) =>
        steps.Read(visit.Http.Request, SignInStep.Passkey) is { } step
        && await passkeys.Answered(visit.Http, visit.TownId, step, visit.Field("credential"), visit.Now, visit.Stop) is { } user && user.Id == visit.Staff.Id
            ? await Proven(visit, sessions, "proof/passkey")
            : await Show(visit, factors, providers, "このパスキーでは確認できませんでした。ご自分のパスキーを選んでください。", StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> Proven(Visit visit, SessionDesk sessions, string how)
    {
        await sessions.Renew(visit, how);
        visit.Http.Response.Headers.Location = Back(visit);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static string Back(Visit visit) => LocalPath.Of(visit.Has("to") ? visit.Field("to") : visit.Query("to"), visit.TownId);

    private static string ShortTime(TimeSpan wait) => $"あと約{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}秒";
}
