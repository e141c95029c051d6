using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console;

/// <summary>The gate before every page of the console, and what it keeps for those whose session has ended.</summary>
public sealed class ShellTests : BrowserFixture
{
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_page()
    {
        using var stranger = new Surfer(_host.Address);
        var answer = await stranger.Get("/console/hoshimi/rights");
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/console/hoshimi/sign-in?to=%2Fconsole%2Fhoshimi%2Frights");
    }

    [Test]
    public async Task Home_says_what_waits_and_who_one_is()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var page = await clerk.Page("");
        page.QuerySelector("h1")!.TextContent.ShouldBe("今日の仕事");
        page.QuerySelector(".top-name")!.TextContent.ShouldContain("星 職員");
    }

    [Test]
    public async Task A_page_that_the_duty_does_not_cover_is_refused_and_noted()
    {
        using var crew = await _host.SignIn("hoshimi", ("environment", Duty.Crew));
        var page = await crew.Page("rights", HttpStatusCode.Forbidden);
        page.QuerySelector("main")!.TextContent.ShouldContain("管理者");
        (await _host.Audited("hoshimi")).ShouldContain("access.denied staff.see");
    }

    [Test]
    public async Task The_console_of_another_town_is_not_there_and_the_attempt_is_noted_at_home()
    {
        using var clerk = await _host.SignIn("kawabe", ("environment", Duty.Clerk));
        (await clerk.Get("/console/hoshimi/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.Get("/console/nowhere/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.Get("no-such-page")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _host.Audited("kawabe")).Count(a => a.StartsWith("access.not-found", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
        (await _host.Audited("kawabe")).ShouldContain(a => a.Contains("town=hoshimi", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_form_from_elsewhere_changes_nothing()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var id = Guid.NewGuid();
        (await clerk.Surfer.Post($"/console/hoshimi/kept/{id}/remove", [])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var other = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var check = (await other.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await clerk.Surfer.Post($"/console/hoshimi/kept/{id}/remove", [KeyValuePair.Create("check", check)])).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "another session's token");

        var own = (await clerk.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        clerk.Surfer.Headers["Sec-Fetch-Site"] = "cross-site";
        (await clerk.Surfer.Post($"/console/hoshimi/kept/{id}/remove", [KeyValuePair.Create("check", own)])).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "another site's page");
        clerk.Surfer.Headers["Sec-Fetch-Site"] = "same-origin";
        (await clerk.Surfer.Post($"/console/hoshimi/kept/{id}/remove", [KeyValuePair.Create("check", own)])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Test]
    public async Task A_session_that_ended_mid_form_loses_no_text()
    {
        var staff = await _host.Staff("hoshimi", "長谷 窓口", ("environment", Duty.Clerk));
        using var before = await _host.SignIn(staff);
        var page = await before.Page("");
        await _host.End(staff);
        var answer = await before.Surfer.Post(
            $"/console/hoshimi/kept/{Guid.NewGuid()}/remove",
            [KeyValuePair.Create("check", page.QuerySelector("input[name=check]")!.GetAttribute("value")!), KeyValuePair.Create("remark", "玄関の右 <script>‮")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Uri.UnescapeDataString(answer.Headers.Location!.OriginalString).ShouldEndWith("to=/console/hoshimi/kept");

        using var again = await _host.SignIn(staff);
        (await again.Page("")).QuerySelector("main")!.TextContent.ShouldContain("1 件");
        var kept = await again.Page("kept");
        kept.QuerySelector(".typed")!.TextContent.ShouldContain("玄関の右 <script>⟦U+202E⟧");
        (await _host.Store.Peek<string>("select body from kept_post")).ShouldAllBe(b => !b.Contains("玄関", StringComparison.Ordinal));
        var sent = await again.Done(kept, "/remove", ("remark", "玄関の右"));
        sent.QuerySelector(".told")!.TextContent.ShouldContain("捨てました");
        (await again.Page("kept")).QuerySelector(".empty").ShouldNotBeNull();

        using var stranger = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        (await stranger.Page("kept")).QuerySelector(".typed").ShouldBeNull();
    }

    [Test]
    public async Task Pages_allow_no_inline_script_no_frame_and_no_copy_in_between()
    {
        using var clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var answer = await clerk.Get("");
        var policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }

    [Test]
    public async Task The_frame_can_be_read_reached_and_touched_by_all()
    {
        var staff = await _host.Staff("hoshimi", "星 一郎", ("environment", Duty.Clerk), ("general", Duty.Administrator));
        await using var context = await Desk();
        var page = await _host.SignedIn(context, staff);
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        foreach (var (path, name) in new[] { ("", "home"), ("rights", "rights"), ("kept", "kept"), ("nothing-here", "not-found") })
        {
            await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString());
            await ConsoleLook.Check(page, $"shell-{name}");
        }

        await page.Keyboard.PressAsync("Tab");
        (await page.Locator(":focus").GetAttributeAsync("href")).ShouldBe("#main");
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }
}
