using System.Buffers.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;

namespace Bot.Api.Console.SignIn;

/// <summary>One's own account: password, passkeys, authenticator app, codes on paper, and where one is signed in.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this RouteGroupBuilder console)
    {
        console.MapGet("/account", (Visit visit, Database database, Factors factors) => Show(visit, database, factors)).Needs(Rights.Account);
        console.MapPost("/account/password", Password).Needs(Rights.Account);
        console.MapPost("/account/passkeys/options", PasskeyOptions).Needs(Rights.Account);
        console.MapPost("/account/passkeys", AddPasskey).Needs(Rights.Account);
        console.MapPost("/account/passkeys/{key}/name", RenamePasskey).Needs(Rights.Account);
        console.MapPost("/account/passkeys/{key}/remove", RemovePasskey).Needs(Rights.Account);
        console.MapGet("/account/totp", (Visit visit, Database database, TotpDesk totp) => AskTotp(visit, database, totp)).Needs(Rights.Account);
        console.MapPost("/account/totp", SetTotp).Needs(Rights.Account);
        console.MapPost("/account/recovery", Recovery).Needs(Rights.Account);
    }

    private static async Task<IResult> Show(Visit visit, Database database, Factors factors, string? wrong = null, string? field = null) => visit.Page<AccountPage>(new
    {
        Login = (await User(visit, database)).Login,
        Sessions = await database.ReadInTown(visit.TownId, tx => SessionTable.Of(tx, visit.TownId, visit.Staff.Id, visit.Now, visit.Stop), visit.Stop),
        Factors = await factors.Of(visit.TownId, visit.Staff.Id, visit.Stop),
        Wrong = wrong,
        Field = field,
    }, wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> Password(Visit visit, Database database, Factors factors, IPasswordHasher<StaffUser> hasher, SessionDesk sessions)
    {
        var user = await User(visit, database);
        if (PasswordRules.Parse(visit.Http.Request.Form["password"], user.Login) is not Checked<string>.Good(var password))
        {
            return await Show(visit, database, factors, ((Checked<string>.Bad)PasswordRules.Parse(visit.Http.Request.Form["password"], user.Login)).Why, "password");
        }

        if (PasswordRules.Normal(visit.Http.Request.Form["password-again"]) != password)
        {
            return await Show(visit, database, factors, "二つのパスワードが違います。", "password-again");
        }

        (user.Password, user.Stamp) = (hasher.HashPassword(user, password), StaffSession.FreshToken());
        await database.InTown(visit.TownId, tx => AccountTable.Save(tx, user, visit.Now, visit.Stop), visit.Stop);
        await sessions.Renew(visit, "account/password");
        return visit.Go("account", "パスワードを変えました。ほかの端末はサインアウトしました。");
    }

    private static async Task<IResult> PasskeyOptions(Visit visit, Database database, PasskeyDesk passkeys, StepCookie steps)
    {
        var (options, token) = await passkeys.AskNew(visit.Http, await User(visit, database), visit.Town.Name.Ja, visit.Now, visit.Stop);
        steps.Give(visit.Http.Response, SignInStep.AddPasskey, token);
        return TypedResults.Text(options, "application/json; charset=utf-8");
    }

    private static async Task<IResult> AddPasskey(Visit visit, Database database, Factors factors, PasskeyDesk passkeys, StepCookie steps)
    {
        var user = await User(visit, database);
        var name = Name(visit, BrowserName.Of(visit.Http.Request.Headers.UserAgent.ToString()));
        var added = steps.Read(visit.Http.Request, SignInStep.AddPasskey) is { } step && await database.InTown(visit.TownId, async tx =>
        {
            var kept = await passkeys.Add(tx, visit.Http, user, step, visit.Field("credential"), name, visit.Now, visit.Stop);
            if (kept)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("account/passkey-added", [user.AuditSubject]), visit.Now, visit.Stop);
            }

            return kept;
        }, visit.Stop);
        return added ? visit.Go("account", "パスキーを登録しました。") : await Show(visit, database, factors, "パスキーを登録できませんでした。もう一度お試しください。");
    }

    private static async Task<IResult> RenamePasskey(Visit visit, string key, Database database) =>
        Base64Url.IsValid(key)
        && await database.InTown(visit.TownId, tx => PasskeyTable.Rename(tx, visit.TownId, visit.Staff.Id, Base64Url.DecodeFromChars(key), Name(visit, "パスキー"), visit.Stop), visit.Stop)
            ? visit.Go("account", "パスキーの名前を変えました。")
            : visit.NotFound();

    private static async Task<IResult> RemovePasskey(Visit visit, string key, Database database, Factors factors)
    {
        if (await factors.Of(visit.TownId, visit.Staff.Id, visit.Stop) is { Totp: null, Passkeys.Count: 1 })
        {
            return await Show(visit, database, factors, "最後の確認方法は消せません。ほかのパスキーか認証アプリを設定してから、消してください。");
        }

        var removed = Base64Url.IsValid(key) && await database.InTown(visit.TownId, async tx =>
        {
            var there = await PasskeyTable.Remove(tx, visit.TownId, visit.Staff.Id, Base64Url.DecodeFromChars(key), visit.Stop);
            if (there)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("account/passkey-removed", [$"staff/{visit.Staff.Id.Value:n}"]), visit.Now, visit.Stop);
            }

            return there;
        }, visit.Stop);
        return removed ? visit.Go("account", "パスキーを消しました。") : visit.NotFound();
    }

    private static async Task<IResult> AskTotp(Visit visit, Database database, TotpDesk totp, string? wrong = null) => visit.Page<AccountTotpPage>(new
    {
        Login = (await User(visit, database)).Login,
        Secret = await database.InTown(visit.TownId, tx => totp.Offer(tx, visit.TownId, visit.Staff.Id, visit.Stop), visit.Stop),
        Wrong = wrong,
    }, wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> SetTotp(Visit visit, Database database, TotpDesk totp)
    {
        var codes = await database.InTown(visit.TownId, async tx =>
        {
            var fresh = await totp.Confirm(tx, visit.TownId, visit.Staff.Id, visit.Field("code"), visit.Now, visit.Stop);
            if (fresh is not null)
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("account/totp", [$"staff/{visit.Staff.Id.Value:n}"]), visit.Now, visit.Stop);
            }

            return fresh;
        }, visit.Stop);
        return codes is { } paper
            ? visit.Page<AccountRecoveryPage>(new { Codes = paper })
            : await AskTotp(visit, database, totp, "コードが違います。アプリに今出ている6桁の数字を入力してください。");
    }

    private static async Task<IResult> Recovery(Visit visit, Database database, Factors factors)
    {
        if ((await factors.Of(visit.TownId, visit.Staff.Id, visit.Stop)).Totp is null)
        {
            return await Show(visit, database, factors, "回復コードは、認証アプリの代わりです。先に認証アプリを設定してください。");
        }

        return visit.Page<AccountRecoveryPage>(new
        {
            Codes = await database.InTown(visit.TownId, async tx =>
            {
                await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("account/recovery", [$"staff/{visit.Staff.Id.Value:n}"]), visit.Now, visit.Stop);
                return await TotpDesk.FreshRecovery(tx, visit.TownId, visit.Staff.Id, visit.Now, visit.Stop);
            }, visit.Stop),
        });
    }

    private static string Name(Visit visit, string otherwise) => visit.Field("name") is { Length: > 0 and <= 60 } name ? JapaneseText.Whole(name) : otherwise;

    private static async Task<StaffUser> User(Visit visit, Database database) =>
        await database.ReadInTown(visit.TownId, tx => AccountTable.Find(tx, visit.TownId, visit.Staff.Id, visit.Stop), visit.Stop)
        ?? throw new InvalidOperationException("a session without an account");
}
