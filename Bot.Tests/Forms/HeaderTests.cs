using System.Net;
using System.Text.RegularExpressions;
using Bot.Api.Forms;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>What every answer says to browsers, and what it never says.</summary>
public sealed partial class HeaderTests
{
    private TestDatabase _database = null!;
    private FormsHost _host = null!;
    private Surfer _surfer = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _database = await TestDatabase.New();
        _host = await FormsHost.Start(_database, https: true);
        _surfer = new Surfer(_host.Address);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _surfer.Dispose();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static readonly (string Route, string Path, int Status)[] Answers =
    [
        ("/", "/", 200),
        ("/{town}", "/hoshimi", 200),
        ("/{town}", "/nowhere", 404),
        ("/{town}", "/hoshimi%22%3E", 404),
        ("/robots.txt", "/robots.txt", 200),
        ("/css/{sheet}", SiteStyle.Address("site.css"), 200),
        ("/css/{sheet}", "/css/none.css", 404),
        ("/{town}/look.css", "/hoshimi/look.css", 200),
        ("/{town}/look.css", "/nowhere/look.css", 404),
        ("/{town}/mark.svg", "/kawabe/mark.svg", 200),
        ("/mark.svg", "/mark.svg", 200),
        ("/{town}/f/{token}", "/hoshimi/f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404),
        ("/{town}/f/{token}", "/nowhere/f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404),
        ("/{town}/picture/{token}", "/hoshimi/picture/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404),
        ("/{town}/photo/{id:guid}", "/hoshimi/photo/00000000-0000-0000-0000-000000000001", 404),
        ("/{town}/photo/{id:guid}/small", "/hoshimi/photo/00000000-0000-0000-0000-000000000001/small", 404),
        ("/hoshimi/fails", "/hoshimi/fails", 500),
        ("", "/no/such/address", 404),
    ];

    [TestCaseSource(nameof(Answers))]
    public async Task Every_answer_is_kept_by_nobody_and_loads_nothing_foreign((string Route, string Path, int Status) at)
    {
        var answer = await _surfer.Get(at.Path);
        ((int)answer.StatusCode).ShouldBe(at.Status);
        Check(answer, mayBeKept: answer.Content.Headers.ContentType?.MediaType is "text/css" or "image/svg+xml");
    }

    [Test]
    public void Every_route_is_among_them() => _host.Routes.Except(Answers.Select(a => a.Route)).ShouldBeEmpty();

    [Test]
    public async Task The_page_itself_and_what_refuses_it_say_the_same()
    {
        var path = await _host.Link("headers");
        Check(await _surfer.Get(path));
        Check(await _surfer.Post(path, []));
        Check(await _surfer.Send(new HttpRequestMessage(HttpMethod.Delete, path)));
        Check(await _surfer.Send(new HttpRequestMessage(HttpMethod.Head, path)));
    }

    [Test]
    public async Task Cookies_are_bound_to_this_host_and_out_of_reach_of_scripts()
    {
        using var surfer = new Surfer(_host.Address);
        await surfer.Get(await _host.Link("cookies"));
        surfer.Jar.Keys.ShouldBe(["__Host-page", "__Host-page-check"], ignoreOrder: true);
        foreach (var cookie in surfer.Jar.Values.Select(v => v.ToLowerInvariant().Split("; ")))
        {
            cookie.ShouldContain("path=/");
            cookie.ShouldContain("secure");
            cookie.ShouldContain("httponly");
            cookie.ShouldContain("samesite=lax");
            cookie.ShouldNotContain(part => part.StartsWith("domain", StringComparison.Ordinal));
        }
    }

    [Test]
    public async Task Over_plain_http_on_a_laptop_the_cookies_still_work()
    {
        await using var host = await FormsHost.Start(_database);
        using var surfer = new Surfer(host.Address);
        await surfer.Get(await host.Link("laptop"));
        surfer.Jar.Keys.ShouldBe(["page", "page-check"], ignoreOrder: true);
        surfer.Jar.Values.ShouldAllBe(v => !v.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public async Task A_failure_tells_nothing_of_itself()
    {
        var text = await (await _surfer.Get("/hoshimi/fails")).Content.ReadAsStringAsync();
        text.ShouldContain("申し訳ありません");
        text.ShouldNotContain("hoshino");
        text.ShouldNotContain("Exception");
        using var program = new Surfer(_host.Address);
        program.Headers["Accept"] = "application/json";
        (await (await program.Get("/hoshimi/fails")).Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Test]
    public async Task An_answer_that_is_lost_on_the_way_locks_nobody_out()
    {
        var path = await _host.Link("lost");
        using (var cut = new Surfer(_host.Address))
        {
            // The answer, and the cookie with it, never reaches the phone.
            (await cut.Send(new HttpRequestMessage(HttpMethod.Get, path))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        using var again = new Surfer(_host.Address);
        (await Surfer.Page(await again.Get(path))).GetElementById("answers").ShouldNotBeNull();
        using var other = new Surfer(_host.Address);
        (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task A_browser_that_keeps_no_cookie_is_not_sent_round_in_circles()
    {
        using var surfer = new Surfer(_host.Address);
        var first = await surfer.Send(new HttpRequestMessage(HttpMethod.Get, $"{await _host.Link("no-cookies")}?lang=en"));
        first.Headers.Location!.OriginalString.ShouldEndWith("?known=1&lang=en");
        surfer.Jar.Clear();
        (await surfer.Send(new HttpRequestMessage(HttpMethod.Get, first.Headers.Location.OriginalString))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_machine_that_looks_at_a_link_leaves_it_to_its_resident()
    {
        var path = await _host.Link("preview");
        (string Name, string Value)[] lookers =
        [
            ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Mode", "cors"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("Accept", "*/*"), ("Accept", "image/*"),
        ];
        foreach (var (name, value) in lookers)
        {
            using var robot = new Surfer(_host.Address);
            if (name == "Accept")
            {
                robot.Headers.Remove("Sec-Fetch-Mode");
            }

            robot.Headers[name] = value;
            (await robot.Get(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            robot.Jar.ShouldBeEmpty($"{name}: {value}");
        }

        using var head = new Surfer(_host.Address);
        (await head.Send(new HttpRequestMessage(HttpMethod.Head, path))).StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Jar.ShouldBeEmpty();

        using var resident = new Surfer(_host.Address);
        (await Surfer.Page(await resident.Get(path))).GetElementById("answers").ShouldNotBeNull();
        using var late = new Surfer(_host.Address);
        (await late.Get(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await late.Send(new HttpRequestMessage(HttpMethod.Head, path))).Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Test]
    public async Task An_old_browser_that_only_asks_for_html_may_open_it()
    {
        using var old = new Surfer(_host.Address);
        old.Headers.Remove("Sec-Fetch-Mode");
        (await Surfer.Page(await old.Get(await _host.Link("old")))).GetElementById("answers").ShouldNotBeNull();
    }

    [Test]
    public async Task A_towns_colours_are_colours()
    {
        (await (await _surfer.Get("/hoshimi/look.css")).Content.ReadAsStringAsync()).Trim().ShouldBe(":root { --primary: #1F3A6E; --on-primary: #FFFFFF; }");
        (await (await _surfer.Get("/hoshimi/mark.svg")).Content.ReadAsStringAsync()).ShouldContain(">星<");
    }

    private static void Check(HttpResponseMessage answer, bool mayBeKept = false)
    {
        string Says(string name) => string.Join(',', answer.Headers.TryGetValues(name, out var values) ? values : []);
        Says("X-Content-Type-Options").ShouldBe("nosniff");
        Says("Referrer-Policy").ShouldBe("no-referrer");
        Says("X-Frame-Options").ShouldBe("DENY");
        Says("Content-Security-Policy").ShouldBe("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        if (mayBeKept)
        {
            Says("Set-Cookie").ShouldBeEmpty();
        }
        else
        {
            Says("Cache-Control").ShouldContain("no-store");
        }

        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            var html = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
            Foreign.Matches(html).Select(m => m.Value).ShouldAllBe(address => address.StartsWith("\"https://line.me/", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("\"(https?:)?//[^\"]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign { get; }
}
