using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Signing in at the town's own provider. It says who somebody is; that they work here says the invitation alone.</summary>
internal static partial class OidcEndpoints
{
    private const string Why = "庁内アカウントでのサインイン";

    public static void MapOidc(this RouteGroupBuilder console)
    {
        console.MapGet("/sign-in/oidc", (HttpContext http, OidcProviders providers, OidcDesk desk, SessionDesk sessions) =>
            Caller.Open(http, caller => Leave(caller, providers, desk, sessions))).OpenToAll(Why);
        console.MapGet("/sign-in/oidc/back", (HttpContext http, OidcProviders providers, OidcDesk desk, SessionDesk sessions, Database database, ILoggerFactory logs) =>
            Caller.Open(http, caller => Back(caller, providers, desk, sessions, database, logs))).OpenToAll(Why);
    }

    private static async Task<IResult> Leave(Caller caller, OidcProviders providers, OidcDesk desk, SessionDesk sessions)
    {
        if (providers.Of(caller.TownId) is not { } provider)
        {
            return caller.Go(caller.To("sign-in"));
        }

        var (address, asked) = await desk.Ask(provider, caller.Http.Request.Query["again"] == "1", caller.Stop);
        await sessions.BeginStep(caller, new SignInStep(SignInStep.Oidc, null, JsonSerializer.Serialize(asked), caller.Back));
        return caller.Go(address);
    }

    private static async Task<IResult> Back(Caller caller, OidcProviders providers, OidcDesk desk, SessionDesk sessions, Database database, ILoggerFactory logs)
    {
        var query = caller.Http.Request.Query;
        if (providers.Of(caller.TownId) is not { } provider
            || await sessions.TakeStep(caller, SignInStep.Oidc) is not { State: { } kept } step
            || JsonSerializer.Deserialize<OidcAsked>(kept) is not { } asked
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(asked.State), Encoding.UTF8.GetBytes(query["state"].ToString()))
            || query["code"].ToString() is not { Length: > 0 } code)
        {
            return Refuse("庁内アカウントでの確認が、途中で終わりました。もう一度お試しください。");
        }

        OidcPerson? person;
        try
        {
            person = await desk.Answered(provider, asked, code, caller.Stop);
        }
        catch (Exception thrown) when (thrown is HttpRequestException or JsonException or SecurityTokenException or InvalidOperationException)
        {
            Log.Broken(logs.CreateLogger(typeof(OidcEndpoints)), thrown, caller.TownId.Value);
            person = null;
        }

        if (person is null)
        {
            return Refuse("庁内アカウントの確認ができませんでした。もう一度お試しください。");
        }

        if (await database.InTown(caller.TownId, tx => Member(tx, caller, person), caller.Stop) is not { } user)
        {
            return Refuse("この庁内アカウントの方は、まだ招待されていません。職場の管理者に頼んでください。");
        }

        await sessions.Begin(caller, user, "sign-in/oidc");
        return caller.Go(LocalPath.Of(step.Back, caller.TownId));

        IResult Refuse(string why) => SignInEndpoints.Page(caller, providers, why, StatusCodes.Status403Forbidden);
    }

    /// <summary>Who was here before by that subject; else whoever was invited by that login name, who is linked from now on. Nobody is made here.</summary>
    private static async Task<StaffUser?> Member(NpgsqlTransaction tx, Caller caller, OidcPerson person)
    {
        if (await AccountTable.FindSubject(tx, caller.TownId, person.Issuer, person.Subject, caller.Stop) is { HasLeft: false } known)
        {
            return known;
        }

        foreach (var name in new[] { person.Login, person.Mail }.OfType<string>())
        {
            if (await AccountTable.FindLogin(tx, caller.TownId, LoginName.Fold(name), caller.Stop) is { HasLeft: false, Subject: null } invited
                && await AccountTable.Link(tx, caller.TownId, invited.Id, person.Issuer, person.Subject, caller.Now, caller.Stop))
            {
                await InvitationTable.Revoke(tx, caller.TownId, invited.Id, caller.Now, caller.Stop);
                return invited;
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the sign-in provider of {Town} gave no answer that could be used")]
        public static partial void Broken(ILogger logger, Exception thrown, string town);
    }
}
