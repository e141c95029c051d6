using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.SignIn;

/// <summary>Passkeys in Chromium with its virtual authenticator, and how the pages at the gate look.</summary>
[TestFixture]
internal sealed class PasskeyTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Somebody_registers_a_passkey_and_signs_in_and_proves_with_it()
    {
        using var hana = await Newcomer.Of(_host, "hoshimi", ("environment", Duty.Administrator));
        await using var context = await Desk();
        var page = await context.NewPageAsync();
        await Authenticator(page);
        await page.GotoAsync($"{_host.Address}console/hoshimi/sign-in");
        await ConsoleLook.Check(page, "sign-in");
        await page.FillAsync("#login", hana.Login);
        await page.FillAsync("#password", Newcomer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in/enrol");
        await ConsoleLook.Check(page, "enrol");
        await page.GetByRole(AriaRole.Button, new() { Name = "この端末のパスキーを登録" }).ClickAsync();
        await page.WaitForURLAsync("**/console/hoshimi/");
        (await _host.Store.Peek<int>("select count(*)::int from staff_passkey where staff_id = @id", new { id = hana.Staff.Id.Value })).ShouldBe([1]);

        foreach (var (path, name) in new[] { ("account", "account"), ("account/totp", "account-totp"), ("staff", "staff"), ("staff/new", "staff-new"), ($"staff/{hana.Staff.Id.Value}", "staff-one"), ("prove", "prove") })
        {
            await page.GotoAsync($"{_host.Address}console/hoshimi/{path}");
            await ConsoleLook.Check(page, name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "サインアウト" }).First.ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "パスキーでサインイン" }).ClickAsync();
        await page.WaitForURLAsync("**/console/hoshimi/");

        await _host.Store.Peek<int>("update staff_session set proven_at = proven_at - interval '11 minutes' where staff_id = @id returning 1", new { id = hana.Staff.Id.Value });
        await page.GotoAsync($"{_host.Address}console/hoshimi/account");
        page.Url.ShouldContain("/prove?to=");
        await page.GetByRole(AriaRole.Button, new() { Name = "パスキーで確認" }).ClickAsync();
        await page.WaitForURLAsync("**/console/hoshimi/account");
    }

    private static async Task Authenticator(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
