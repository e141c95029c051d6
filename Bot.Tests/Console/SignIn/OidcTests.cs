using System.Net;
using System.Security.Cryptography;
using Bot.Api.Console.SignIn;
using Bot.Domain.Staff;
using Bot.Tests.Forms;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.SignIn;

/// <summary>Signing in at the town's own provider, against a real one.</summary>
[TestFixture]
internal sealed class OidcTests
{
    private ConsoleHost _host = null!;
    private OidcServer _provider = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        _provider = await OidcServer.Start("linebot", "the-secret-of-linebot", new Uri(_host.Address, "/console/hoshimi/sign-in/oidc/back"), patience.Token);
        _host.Story.Set("Towns:hoshimi:Oidc:Authority", _provider.Issuer.ToString());
        _host.Story.Set("Towns:hoshimi:Oidc:ClientId", "linebot");
        _host.Story.Set("Towns:hoshimi:Oidc:ClientSecret", "the-secret-of-linebot");
        await _host.Story.Restart();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _provider?.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Whoever_was_invited_comes_in_by_login_name_and_later_by_subject()
    {
        using var hana = await Newcomer.Of(_host);
        (await hana.Clerk.Get(await Back(hana, hana.Login))).Headers.Location!.OriginalString.ShouldBe("/console/hoshimi/");
        (await hana.Clerk.Get("")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _host.Store.Peek<string>("select subject from staff where staff_id = @id", new { id = hana.Staff.Id.Value })).ShouldBe([hana.Login]);

        // Another login name later changes nothing: the subject is who it is.
        await _host.Store.Peek<int>("update staff set login = login || '.new' where staff_id = @id returning 1", new { id = hana.Staff.Id.Value });
        using var later = hana.Elsewhere();
        (await later.Clerk.Get(await Back(later, hana.Login))).Headers.Location!.OriginalString.ShouldBe("/console/hoshimi/");
        later.Session.ShouldNotBeNull();
    }

    [Test]
    public async Task Nobody_is_made_by_the_provider_alone()
    {
        using var hana = await Newcomer.Of(_host);
        var before = await _host.Store.Peek<int>("select count(*)::int from staff");
        var answer = await hana.Clerk.Get(await Back(hana, "stranger"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Surfer.Page(answer)).QuerySelector(".notice.bad")!.TextContent.ShouldContain("招待されていません");
        hana.Session.ShouldBeNull();
        (await _host.Store.Peek<int>("select count(*)::int from staff")).ShouldBe(before);
    }

    [TestCase("Nonce")]
    [TestCase("State")]
    [TestCase("Verifier")]
    public async Task An_answer_to_another_question_opens_nothing(string what)
    {
        using var hana = await Newcomer.Of(_host);
        var back = await Back(hana, hana.Login);
        await _host.Store.Peek<int>("update staff_step set state = jsonb_set(state::jsonb, array[@what], '\"somebody-elses-somebody-elses-somebody-elses\"')::text where kind = 'oidc' returning 1", new { what });

        (await hana.Clerk.Get(back)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        hana.Session.ShouldBeNull();
    }

    [Test]
    public async Task An_answer_is_good_once_and_in_one_browser()
    {
        using var hana = await Newcomer.Of(_host);
        using var thief = hana.Elsewhere();
        var back = await Back(hana, hana.Login);
        (await thief.Clerk.Get(back)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await hana.Clerk.Get(back)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await hana.Clerk.Get(back)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task A_token_counts_only_from_our_provider_for_us_and_now()
    {
        using var rsa = RSA.Create(2048);
        using var foreign = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        var provider = new OidcProvider(new("hoshimi"), "", new Uri("https://id.example/"), "linebot", "s", null, null, new Uri("https://bot.example/"));
        var asked = new OidcAsked("state", "the-nonce", "verifier", Again: false, now.ToUnixTimeSeconds());
        var configuration = new OpenIdConnectConfiguration { Issuer = "https://id.example/" };
        configuration.SigningKeys.Add(new RsaSecurityKey(rsa));

        (await Check(rsa)).ShouldBeTrue();
        (await Check(rsa, audience: "another-app")).ShouldBeFalse("aud");
        (await Check(rsa, issuer: "https://evil.example/")).ShouldBeFalse("iss");
        (await Check(rsa, nonce: "another-nonce")).ShouldBeFalse("nonce");
        (await Check(rsa, ends: now.AddMinutes(-5))).ShouldBeFalse("exp");
        (await Check(foreign)).ShouldBeFalse("key");

        async Task<bool> Check(RSA key, string audience = "linebot", string issuer = "https://id.example/", string nonce = "the-nonce", DateTimeOffset? ends = null)
        {
            var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                Expires = (ends ?? now.AddMinutes(5)).UtcDateTime,
                Claims = new Dictionary<string, object> { ["sub"] = "x", ["nonce"] = nonce },
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256),
            });
            return await OidcDesk.Check(token, configuration, provider, asked, now) is not null;
        }
    }

    /// <summary>Goes to the provider and lets it send the browser back; answers where to.</summary>
    private async Task<string> Back(Newcomer person, string who)
    {
        using var wire = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
        await wire.GetAsync(new Uri(_provider.Issuer, $"/who?is={who}"));
        var next = (await person.Clerk.Get("sign-in/oidc")).Headers.Location!;
        for (var i = 0; i < 10 && next.Port != _host.Address.Port; i++)
        {
            var answer = await wire.GetAsync(next);
            next = answer.Headers.Location is { } to ? new Uri(next, to) : throw new InvalidOperationException($"{next.AbsolutePath}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return next.PathAndQuery;
    }
}
