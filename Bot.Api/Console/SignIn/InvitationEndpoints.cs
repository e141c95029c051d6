using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>The page of an invitation: a password now, a second factor next.</summary>
internal static class InvitationEndpoints
{
    private const string Why = "招待された人が、最初に開く画面";

    public static void MapInvitation(this RouteGroupBuilder console)
    {
        console.MapGet("/invitation/{token}", (HttpContext http, string token, InvitationDesk desk) => Caller.Open(http, caller => Show(caller, token, desk))).OpenToAll(Why);
        console.MapPost("/invitation/{token}", (HttpContext http, string token, InvitationDesk desk, SessionDesk sessions) =>
            Caller.Open(http, caller => Accept(caller, token, desk, sessions))).OpenToAll(Why);
    }

    private static async Task<IResult> Show(Caller caller, string token, InvitationDesk desk) => await desk.Find(caller, token) switch
    {
        ({ } link, { HasLeft: false } user) when link.IsOpen(caller.Now) => Page(caller, token, link, user),
        ({ Used: not null }, _) => Void(caller, "このリンクは、もう使われています。", "設定した本人の方は、ログイン名とパスワードでサインインしてください。心当たりがないときは、すぐに管理者へ知らせてください。"),
        ({ Revoked: null }, { HasLeft: false }) => Void(caller, "このリンクは、期限が切れています。", Again),
        ({ } _, _) => Void(caller, "このリンクは、取り消されています。", $"新しいリンクが届いていれば、そちらを使ってください。{Again}"),
        _ => Void(caller, "このリンクは使えません。", $"リンクが途中で切れていないか、確かめてください。{Again}"),
    };

    private const string Again = "職場の管理者に、新しいリンクを出してもらってください。最初の管理者の方は、システムの担当者に頼んでください。";

    private static async Task<IResult> Accept(Caller caller, string token, InvitationDesk desk, SessionDesk sessions)
    {
        if (await desk.Find(caller, token) is not ({ } link, { HasLeft: false } user) || !link.IsOpen(caller.Now))
        {
            return await Show(caller, token, desk);
        }

        var login = link.First ? LoginName.Parse(caller.Field("login")) : new Checked<string>.Good(user.Login);
        var name = link.First ? caller.Field("name").Trim() : user.Name;
        var password = PasswordRules.Parse(caller.Field("password"), login is Checked<string>.Good(var known) ? known : "");
        var wrongs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (name.Length is 0 or > 60)
        {
            wrongs["name"] = "お名前を60文字までで入力してください。";
        }

        if (login is Checked<string>.Bad(var badLogin))
        {
            wrongs["login"] = badLogin;
        }

        if (password is Checked<string>.Bad(var badPassword))
        {
            wrongs["password"] = badPassword;
        }
        else if (PasswordRules.Normal(caller.Field("password-again")) != PasswordRules.Normal(caller.Field("password")))
        {
            wrongs["password-again"] = "二つのパスワードが違います。";
        }

        if (wrongs.Count > 0)
        {
            return Page(caller, token, link, user, wrongs);
        }

        if (!await desk.Accept(caller, token, user, ((Checked<string>.Good)login).Value, name, ((Checked<string>.Good)password).Value))
        {
            wrongs["login"] = "このログイン名は、ほかの人が使っています。";
            return Page(caller, token, link, user, wrongs);
        }

        await sessions.BeginStep(caller, new SignInStep(SignInStep.Enrol, user.Id, null, null));
        return caller.Go(caller.To("sign-in/enrol"));
    }

    private static IResult Page(Caller caller, string token, Invitation link, StaffUser user, Dictionary<string, string>? wrongs = null) => caller.Page<InvitationPage>(new()
    {
        ["Action"] = caller.To($"invitation/{token}"),
        ["First"] = link.First,
        ["Name"] = caller.Field("name") is { Length: > 0 } name ? name : link.First ? "" : user.Name,
        ["Login"] = caller.Field("login") is { Length: > 0 } login ? login : link.First ? "" : user.Login,
        ["Wrongs"] = wrongs ?? [],
    }, wrongs is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static IResult Void(Caller caller, string what, string next) =>
        caller.Page<InvitationVoidPage>(new() { ["What"] = what, ["Next"] = next }, StatusCodes.Status410Gone);
}
