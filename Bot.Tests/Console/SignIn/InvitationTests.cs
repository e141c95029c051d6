using System.Net;
using AngleSharp.Html.Dom;
using Bot.Api.Console.SignIn;
using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Bot.Tests.Forms;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.SignIn;

/// <summary>How people come to have an account, how it changes and how it ends.</summary>
[TestFixture]
internal sealed class InvitationTests
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task The_first_administrator_comes_by_a_link_that_the_command_prints_while_there_is_none()
    {
        await _host.Database.InTown(new("kawabe"), tx => StaffTable.AddDepartment(tx, new("kawabe"), "environment", "環境課", ["bulky-waste"], default), default);
        var (old, _) = await InviteFirst("kawabe");
        var (link, status) = await InviteFirst("kawabe");
        status.ShouldBe(0);
        using var outsider = new Clerk(_host.Address, new StaffMember(default, new("kawabe"), "", []), "none", "none");
        (await outsider.Get(new Uri(old).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.Gone, "only the last link holds");

        var page = await outsider.Page(new Uri(link).AbsolutePath);
        var wrong = await outsider.Send(page, Tail(link), ("name", "川辺 一"), ("login", "ichi"), ("password", "password123456"), ("password-again", "password123456"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var answer = await outsider.Send(page, Tail(link), ("name", "川辺 一"), ("login", "ichi"), ("password", Newcomer.Password), ("password-again", Newcomer.Password));
        answer.Headers.Location!.OriginalString.ShouldBe("/console/kawabe/sign-in/enrol");
        await Enrol(outsider);
        (await outsider.Page("staff")).QuerySelector("main")!.TextContent.ShouldContain("川辺 一");

        (await outsider.Page(new Uri(link).AbsolutePath, HttpStatusCode.Gone)).QuerySelector("main")!.TextContent.ShouldContain("もう使われています");
        (await InviteFirst("kawabe")).ShouldBe(("", 3));
    }

    [Test]
    public async Task An_administrator_invites_changes_duties_and_lets_go()
    {
        using var admin = await _host.SignIn("hoshimi", ("environment", Duty.Administrator));
        var made = await admin.Send("staff/new", "staff/new", ("name", "星 次郎"), ("login", "Jiro.Hoshi"), ("post", "environment/clerk"));
        var link = (await Surfer.Page(made)).QuerySelector("#link")!.GetAttribute("value")!;
        var id = (await _host.Store.Peek<Guid>("select staff_id from staff where town_id = 'hoshimi' and login = 'jiro.hoshi'")).Single();
        (await _host.Store.Peek<int>("select count(*)::int from staff_invitation where encode(token_hash, 'escape') like '%' || @t || '%'", new { t = link.Split('/')[^1] })).ShouldBe([0]);

        using var jiro = new Clerk(_host.Address, new StaffMember(new(id), new("hoshimi"), "星 次郎", []), "none", "none");
        await jiro.Send(new Uri(link).AbsolutePath, Tail(link), ("password", Newcomer.Password), ("password-again", Newcomer.Password));
        await Enrol(jiro);
        (await jiro.Get("staff")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Two administrators at once: the second sees that the duties are others by now.
        var page = await admin.Page($"staff/{id}");
        var first = await admin.Send(page, $"staff/{id}/duties", ("post", "environment/crew"));
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await admin.Send(page, $"staff/{id}/duties", ("post", "environment/approver"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await _host.Store.Peek<string>("select duty from staff_post where staff_id = @id", new { id })).ShouldBe(["crew"]);

        // A new link shuts the old ways in; leaving shuts all.
        var reset = await admin.Send($"staff/{id}", $"staff/{id}/link");
        (await jiro.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var again = (await Surfer.Page(reset)).QuerySelector("#link")!.GetAttribute("value")!;
        await admin.Send($"staff/{id}", $"staff/{id}/leave");
        (await jiro.Get(new Uri(again).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await _host.Store.Peek<int>("select count(*)::int from staff where staff_id = @id and left_at is not null and password is null", new { id })).ShouldBe([1]);
        var audited = await _host.Audited("hoshimi");
        foreach (var action in new[] { "staff.manage/invite", "account/invitation-accepted", "account/totp", "staff.manage/duties", "staff.manage/link", "staff.manage/leave" })
        {
            audited.ShouldContain(a => a.StartsWith(action, StringComparison.Ordinal), action);
        }
    }

    [Test]
    public async Task An_invitation_that_is_too_old_says_kindly_what_to_do()
    {
        using var admin = await _host.SignIn("hoshimi", ("environment", Duty.Administrator));
        var made = await admin.Send("staff/new", "staff/new", ("name", "星 三郎"), ("login", "saburo"), ("post", "environment/clerk"));
        var link = (await Surfer.Page(made)).QuerySelector("#link")!.GetAttribute("value")!;
        await _host.Store.Peek<int>("update staff_invitation set made_at = made_at - interval '8 days', expires_at = expires_at - interval '8 days' where town_id = 'hoshimi' returning 1");
        using var saburo = new Clerk(_host.Address, new StaffMember(default, new("hoshimi"), "", []), "none", "none");

        (await saburo.Page(new Uri(link).AbsolutePath, HttpStatusCode.Gone)).QuerySelector("main")!.TextContent.ShouldContain("期限が切れています");
    }

    [Test]
    public async Task The_last_administrator_cannot_go()
    {
        var first = await _host.Staff("mizuho-union", "組合 太郎", ("waste", Duty.Administrator));
        var second = await _host.Staff("mizuho-union", "組合 花子", ("waste", Duty.Administrator));
        await _host.Store.Peek<int>("update staff set joined_at = made_at where town_id = 'mizuho-union' returning 1");
        using var taro = await _host.SignIn(first);
        (await taro.Send($"staff/{second.Id.Value}", $"staff/{second.Id.Value}/leave")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await taro.Send($"staff/{first.Id.Value}", $"staff/{first.Id.Value}/leave")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await taro.Send(await taro.Page($"staff/{first.Id.Value}"), $"staff/{first.Id.Value}/duties", ("post", "waste/clerk"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await taro.Get("staff")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task Signing_out_everywhere_ends_every_browser()
    {
        using var here = await Newcomer.Of(_host);
        var (secret, _) = await here.Enrols();
        using var there = here.Elsewhere();
        await there.SignsIn(secret);
        (await there.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var account = await here.Clerk.Page("account");
        account.QuerySelectorAll("tbody tr").Length.ShouldBe(2);

        await here.Clerk.Send(account, "sign-out/everywhere");
        (await here.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await there.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Test]
    public async Task A_new_password_ends_the_other_browsers_and_not_this_one()
    {
        using var here = await Newcomer.Of(_host);
        var (secret, _) = await here.Enrols();
        using var there = here.Elsewhere();
        await there.SignsIn(secret);
        var before = here.Session;

        var answer = await here.Clerk.Send("account", "account/password", ("password", "あたらしい-green-4-lake"), ("password-again", "あたらしい-green-4-lake"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        here.Session.ShouldNotBe(before);
        (await here.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await there.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private async Task<(string Link, int Status)> InviteFirst(string town)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bot"] = _host.Store.AppConnectionString,
            ["PublicBaseUrl"] = _host.Address.ToString(),
        }).Build();
        var status = await StaffCommand.Run(["invite-first", town], settings, output, errors, TimeProvider.System, default);
        return (output.ToString().Trim(), status);
    }

    private static string Tail(string link) => $"invitation/{link.Split('/')[^1]}";

    private static async Task Enrol(Clerk clerk)
    {
        var page = await clerk.Page("sign-in/enrol");
        var secret = Totp.Parse(page.QuerySelector("code.secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        (await clerk.Send(page, "sign-in/enrol", ("code", Newcomer.Now(secret)))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
