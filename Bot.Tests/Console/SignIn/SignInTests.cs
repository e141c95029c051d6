using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.SignIn;

/// <summary>Signing in with name, password and code, on the whole house.</summary>
[TestFixture]
internal sealed class SignInTests
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task Whoever_has_no_second_factor_sets_one_up_before_anything_else()
    {
        using var hana = await Newcomer.Of(_host);
        var answer = await hana.Types(Newcomer.Password);
        answer.Headers.Location!.OriginalString.ShouldBe("/console/hoshimi/sign-in/enrol");
        hana.Session.ShouldBeNull();
        (await hana.Clerk.Get("")).Headers.Location!.OriginalString.ShouldStartWith("/console/hoshimi/sign-in");

        var (secret, paper) = await hana.Enrols();
        paper.Count.ShouldBe(10);
        hana.Session.ShouldNotBeNull();
        (await hana.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Behind the curtain: nothing of it can be read.
        var stored = (await _host.Store.Peek<byte[]>("select secret from staff_totp where staff_id = @id", new { id = hana.Staff.Id.Value })).Single();
        stored.AsSpan().IndexOf(secret).ShouldBe(-1);
        System.Text.Encoding.Latin1.GetString(stored).ShouldNotContain(Totp.Written(secret));
        (await _host.Store.Peek<int>("select count(*)::int from staff_recovery where encode(code_hash, 'escape') like '%' || @code || '%'", new { code = paper[0] })).ShouldBe([0]);
        (await _host.Store.Peek<string>("select password from staff where staff_id = @id", new { id = hana.Staff.Id.Value })).Single().ShouldNotContain("sunny");
    }

    [Test]
    public async Task A_code_is_good_once_even_within_its_half_minute()
    {
        using var hana = await Newcomer.Of(_host);
        var (secret, _) = await hana.Enrols();
        await hana.SignsIn(secret);
        using var thief = hana.Elsewhere();
        await thief.Types(Newcomer.Password);
        var again = await thief.Code(await thief.Clerk.Page("sign-in/code"), Newcomer.Now(secret));

        again.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        thief.Session.ShouldBeNull();
    }

    [Test]
    public async Task A_recovery_code_stands_in_for_the_app_once()
    {
        using var hana = await Newcomer.Of(_host);
        var (_, paper) = await hana.Enrols();
        using var home = hana.Elsewhere();
        await home.Types(Newcomer.Password);
        (await home.Code(await home.Clerk.Page("sign-in/code"), paper[3].ToUpperInvariant())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        home.Session.ShouldNotBeNull();

        using var again = hana.Elsewhere();
        await again.Types(Newcomer.Password);
        (await again.Code(await again.Clerk.Page("sign-in/code"), paper[3])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Session.ShouldBeNull();
    }

    [Test]
    public async Task An_unknown_name_and_a_wrong_password_get_the_same_answer()
    {
        using var hana = await Newcomer.Of(_host);
        var wrong = await hana.Types("ちがう-password-9-hill");
        var page = await hana.Clerk.Page("sign-in");
        var unknown = await hana.Clerk.Send(page, "sign-in", ("login", "nobody.here"), ("password", Newcomer.Password));

        unknown.StatusCode.ShouldBe(wrong.StatusCode);
        Told(await Surfer.Page(unknown)).ShouldBe(Told(await Surfer.Page(wrong)));

        static string Told(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelector("main .notice.bad")!.TextContent.Trim();
    }

    [Test]
    public async Task Signing_in_gives_a_new_token_and_a_planted_one_opens_nothing()
    {
        using var hana = await Newcomer.Of(_host);
        var (secret, _) = await hana.Enrols();
        var first = hana.Session;
        await hana.SignsIn(secret);
        var second = hana.Session;
        second.ShouldNotBe(first);

        // The token of before is worth nothing any more, nor is one that somebody else made up.
        using var stale = hana.Elsewhere();
        foreach (var token in new[] { first!, $"hoshimi.{new string('A', 43)}" })
        {
            stale.Clerk.Surfer.Jar["staff"] = token;
            (await stale.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        // A planted token does not become a session by signing in with it.
        var planted = $"hoshimi.{new string('B', 43)}";
        hana.Clerk.Surfer.Jar["staff"] = planted;
        await hana.SignsIn(secret);
        hana.Session.ShouldNotBe(planted);
        stale.Clerk.Surfer.Jar["staff"] = planted;
        (await stale.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Test]
    public async Task A_foreign_page_cannot_sign_anybody_in()
    {
        using var hana = await Newcomer.Of(_host);
        KeyValuePair<string, string>[] typed = [new("login", hana.Login), new("password", Newcomer.Password)];
        (await hana.Clerk.Surfer.Post("/console/hoshimi/sign-in", typed)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // Even with a token of ours, when the browser says that another site sends it.
        var page = await hana.Clerk.Page("sign-in");
        hana.Clerk.Surfer.Headers["Sec-Fetch-Site"] = "cross-site";
        (await hana.Clerk.Send(page, "sign-in", ("login", hana.Login), ("password", Newcomer.Password))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        hana.Session.ShouldBeNull();
    }

    [Test]
    public async Task A_session_of_one_town_is_nothing_in_another()
    {
        using var hana = await Newcomer.Of(_host);
        await hana.Enrols();
        (await hana.Clerk.Get("/console/kawabe/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        hana.Clerk.Surfer.Jar["staff"] = hana.Session!.Replace("hoshimi.", "kawabe.", StringComparison.Ordinal);
        (await hana.Clerk.Get("/console/kawabe/")).Headers.Location!.OriginalString.ShouldStartWith("/console/kawabe/sign-in");
        (await hana.Clerk.Get("/console/hoshimi/")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [TestCase("/console/hoshimi/rights", "/console/hoshimi/rights")]
    [TestCase("https://evil.example/", "/console/hoshimi/")]
    [TestCase("//evil.example/", "/console/hoshimi/")]
    [TestCase("/console/kawabe/", "/console/hoshimi/")]
    [TestCase("/console/hoshimi/\\evil.example", "/console/hoshimi/")]
    [TestCase("/console/hoshimi/sign-out", "/console/hoshimi/")]
    public void One_comes_back_to_a_page_of_the_own_console_only(string wished, string to) =>
        Bot.Api.Console.SignIn.LocalPath.Of(wished, new("hoshimi")).ShouldBe(to);

    [Test]
    public async Task The_proof_gives_a_new_token_and_lasts()
    {
        using var hana = await Newcomer.Of(_host);
        var (secret, _) = await hana.Enrols();
        await _host.Store.Peek<int>("update staff_session set proven_at = proven_at - interval '11 minutes' where staff_id = @id returning 1", new { id = hana.Staff.Id.Value });
        await hana.ForgetsCode();
        var before = hana.Session;
        var page = await hana.Clerk.Page("prove?to=/console/hoshimi/kept");
        (await hana.Clerk.Send(page, "/prove", ("password", Newcomer.Password), ("code", "000000"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var proven = await hana.Clerk.Send(page, "/prove", ("password", Newcomer.Password), ("code", Newcomer.Now(secret)));

        proven.Headers.Location!.OriginalString.ShouldBe("/console/hoshimi/kept");
        hana.Session.ShouldNotBe(before);
        (await hana.Clerk.Get("kept")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _host.Store.Peek<bool>("select bool_and(proven_at > now() - interval '1 minute') from staff_session where staff_id = @id", new { id = hana.Staff.Id.Value })).ShouldBe([true]);
    }
}
