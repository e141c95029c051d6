using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;

namespace Bot.Tests.Console.SignIn;

/// <summary>Somebody with an account and a browser that is not signed in.</summary>
internal sealed class Newcomer(ConsoleHost host, Clerk clerk, string login) : IDisposable
{
    public const string Password = "ひまわり-sunny-7-hill";

    public Clerk Clerk => clerk;

    public string Login => login;

    public StaffMember Staff => clerk.Staff;

    public string? Session => clerk.Surfer.Jar.GetValueOrDefault("staff")?.Split(';')[0] is { Length: > 0 } value ? value : null;

    public static async Task<Newcomer> Of(ConsoleHost host, string town = "hoshimi", params (string Department, Duty Duty)[] posts)
    {
        var staff = await host.Staff(town, "星 花", posts is [] ? [("environment", Duty.Clerk)] : posts);
        var hash = host.Get<IPasswordHasher<StaffUser>>().HashPassword(null!, PasswordRules.Normal(Password));
        var login = (await host.Store.Peek<string>("update staff set password = @hash where staff_id = @id returning login", new { hash, id = staff.Id.Value })).Single();
        return new(host, new Clerk(host.Address, staff, "none", "none"), login);
    }

    /// <summary>Another browser of the same person.</summary>
    public Newcomer Elsewhere() => new(host, new Clerk(host.Address, Staff, "none", "none"), login);

    public async Task<HttpResponseMessage> Types(string password, string? to = null) =>
        await clerk.Send($"sign-in{(to is null ? "" : $"?to={Uri.EscapeDataString(to)}")}", "sign-in", ("login", login), ("password", password));

    /// <summary>Sets up an authenticator app and is in; answers the secret and the codes on paper.</summary>
    public async Task<(byte[] Secret, IReadOnlyList<string> Paper)> Enrols()
    {
        await Types(Password);
        var page = await clerk.Page("sign-in/enrol");
        var secret = Totp.Parse(page.QuerySelector("code.secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        var answer = await clerk.Send(page, "sign-in/enrol", ("code", Now(secret)));
        var done = await Forms.Surfer.Page(answer);
        return answer.StatusCode == HttpStatusCode.OK
            ? (secret, [.. done.QuerySelectorAll(".recovery code").Select(c => c.TextContent)])
            : throw new InvalidOperationException($"enrolling answered {answer.StatusCode}");
    }

    /// <summary>Password and code, as every morning. A code of the same half minute is let through, since tests do not wait.</summary>
    public async Task<HttpResponseMessage> SignsIn(byte[] secret, string? to = null)
    {
        await Types(Password, to);
        await ForgetsCode();
        return await clerk.Send(await clerk.Page("sign-in/code"), "sign-in/code", ("code", Now(secret)));
    }

    public Task ForgetsCode() => host.Store.Peek<int>("update staff_totp set last_step = 0 where staff_id = @id returning 1", new { id = Staff.Id.Value });

    public Task<HttpResponseMessage> Code(IHtmlDocument page, string code) => clerk.Send(page, "sign-in/code", ("code", code));

    public static string Now(byte[] secret) => Totp.Code(secret, Totp.Step(TimeProvider.System.GetUtcNow()));

    public void Dispose() => clerk.Dispose();
}
