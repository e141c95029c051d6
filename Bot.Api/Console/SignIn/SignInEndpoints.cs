using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console.SignIn;

/// <summary>The way in: a name and a password, then a second factor; or a passkey, or the town's own provider.</summary>
internal static class SignInEndpoints
{
    private const string Why = "サインインの前に開く画面";

    public static void MapSignIn(this IEndpointRouteBuilder app, RouteGroupBuilder console)
    {
        app.MapGet("/console", IResult (HttpContext http, Region region) => new RazorComponentResult<TownsPage>(new { region.Towns }) { PreventStreamingRendering = true }).OpenToAll(Why);
        console.MapGet("/sign-in", (HttpContext http, OidcProviders providers) => Caller.Open(http, caller => Task.FromResult(Page(caller, providers)))).OpenToAll(Why);
        console.MapPost("/sign-in", (HttpContext http, ProofDesk proofs, SessionDesk sessions, Factors factors, OidcProviders providers) =>
            Caller.Open(http, caller => Password(caller, proofs, sessions, factors, providers))).OpenToAll(Why);
        console.MapGet("/sign-in/code", (HttpContext http, SessionDesk sessions, Factors factors) => Caller.Open(http, caller => AskCode(caller, sessions, factors))).OpenToAll(Why);
        console.MapPost("/sign-in/code", (HttpContext http, ProofDesk proofs, SessionDesk sessions, Factors factors) =>
            Caller.Open(http, caller => Code(caller, proofs, sessions, factors))).OpenToAll(Why);
        console.MapPost("/sign-in/passkey/options", (HttpContext http, PasskeyDesk passkeys, ProofDesk proofs, StepCookie steps) =>
            Caller.Open(http, caller => PasskeyOptions(caller, passkeys, proofs, steps))).OpenToAll(Why);
        console.MapPost("/sign-in/passkey", (HttpContext http, PasskeyDesk passkeys, ProofDesk proofs, SessionDesk sessions, StepCookie steps, OidcProviders providers) =>
            Caller.Open(http, caller => Passkey(caller, passkeys, proofs, sessions, steps, providers))).OpenToAll(Why);
    }

    internal static IResult Page(Caller caller, OidcProviders providers, string? wrong = null, int status = StatusCodes.Status200OK) =>
        caller.Page<SignInPage>(new() { ["Wrong"] = wrong, ["Login"] = caller.Field("login"), ["Provider"] = providers.Of(caller.TownId)?.Title }, status);

    internal static string Later(Caller caller, DateTimeOffset until) =>
        $"続けて失敗したため、少しお待ちください（あと約{Math.Max(1, (int)Math.Ceiling((until - caller.Now).TotalSeconds))}秒）。待ってから、もう一度お試しください。パスキーならすぐにサインインできます。";

    private static async Task<IResult> Password(Caller caller, ProofDesk proofs, SessionDesk sessions, Factors factors, OidcProviders providers)
    {
        var proof = await proofs.Password(caller.TownId, LoginName.Fold(caller.Field("login")), caller.Field("password"), caller.Address, caller.Stop);
        if (proof is not Proof.Given(var user))
        {
            return proof is Proof.Wait(var until)
                ? Page(caller, providers, Later(caller, until), StatusCodes.Status429TooManyRequests)
                : Page(caller, providers, "ログイン名かパスワードが違います。", StatusCodes.Status422UnprocessableEntity);
        }

        var kind = (await factors.Of(caller.TownId, user.Id, caller.Stop)).Any ? SignInStep.Code : SignInStep.Enrol;
        await sessions.BeginStep(caller, new SignInStep(kind, user.Id, null, caller.Back));
        return caller.Go(caller.To($"sign-in/{kind}"));
    }

    private static async Task<IResult> AskCode(Caller caller, SessionDesk sessions, Factors factors, string? wrong = null, int status = StatusCodes.Status200OK) =>
        await sessions.Step(caller, SignInStep.Code) is { Staff: { } staff } step
            ? caller.Page<CodePage>(new() { ["Wrong"] = wrong, ["Factors"] = await factors.Of(caller.TownId, staff, caller.Stop), ["Back"] = step.Back }, status)
            : caller.Go(caller.To("sign-in"));

    private static async Task<IResult> Code(Caller caller, ProofDesk proofs, SessionDesk sessions, Factors factors)
    {
        if (await sessions.Step(caller, SignInStep.Code) is not { Staff: { } staff })
        {
            return caller.Go(caller.To("sign-in"));
        }

        var proof = await proofs.Code(caller.TownId, staff, caller.Field("code"), caller.Address, caller.Stop);
        if (proof is not Proof.Given(var user))
        {
            return proof is Proof.Wait(var until)
                ? await AskCode(caller, sessions, factors, Later(caller, until), StatusCodes.Status429TooManyRequests)
                : await AskCode(caller, sessions, factors, "コードが違うか、もう使われています。次のコードが出るのを待って、もう一度入力してください。", StatusCodes.Status422UnprocessableEntity);
        }

        if (await sessions.TakeStep(caller, SignInStep.Code) is not { } step)
        {
            return caller.Go(caller.To("sign-in"));
        }

        await sessions.Begin(caller, user, "sign-in/password");
        return caller.Go(LocalPath.Of(step.Back, caller.TownId));
    }

    private static async Task<IResult> PasskeyOptions(Caller caller, PasskeyDesk passkeys, ProofDesk proofs, StepCookie steps)
    {
        if (await proofs.Address(caller.TownId, caller.Address, caller.Stop) is not null)
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var (options, token) = await passkeys.Ask(caller.Http, caller.TownId, caller.Now, caller.Stop);
        steps.Give(caller.Http.Response, SignInStep.Passkey, token);
        return TypedResults.Text(options, "application/json; charset=utf-8");
    }

    private static async Task<IResult> Passkey(Caller caller, PasskeyDesk passkeys, ProofDesk proofs, SessionDesk sessions, StepCookie steps, OidcProviders providers)
    {
        if (steps.Read(caller.Http.Request, SignInStep.Passkey) is not { } step
            || await passkeys.Answered(caller.Http, caller.TownId, step, caller.Field("credential"), caller.Now, caller.Stop) is not { } user)
        {
            return Page(caller, providers, $"このパスキーではサインインできませんでした。{caller.Town.Name.Ja}のパスキーを選んで、もう一度お試しください。", StatusCodes.Status422UnprocessableEntity);
        }

        await proofs.AddressWasRight(caller.TownId, caller.Address, caller.Stop);
        var back = caller.Back;
        await sessions.Begin(caller, user, "sign-in/passkey");
        return caller.Go(back);
    }
}
