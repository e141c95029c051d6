using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>The desk's pages in the whole house: by HTTP, and by axe in Chromium.</summary>
public sealed class DeskPageTests : BrowserFixture
{
    private const string Nasty = "<script>alert(1)</script>🧑‍🚒\u202Eevil";

    private ConsoleHost _host = null!;
    private Clerk _clerk = null!;
    private Clerk _approver = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
        _approver = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
    }

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    public async Task A_clerk_finds_a_request_says_what_it_is_and_takes_the_cash()
    {
        var id = await Request("08-10001");
        var list = await _clerk.Page("bulky-waste?tab=checking&q=08-10001");
        list.QuerySelectorAll("main tbody tr").Length.ShouldBe(1);
        list.QuerySelector("main script").ShouldBeNull();
        list.QuerySelector("main tbody")!.TextContent.ShouldContain("⟦U+202E⟧", customMessage: "what turns text round is shown, not obeyed");
        (await _clerk.Page(Path(id))).QuerySelector("main")!.TextContent.ShouldContain("丸い棚");

        var weighed = await Surfer.Page(await _clerk.Send($"{Path(id)}/change", "/change", ("line-0", "fan|")));
        weighed.QuerySelector(".consequence")!.TextContent.ShouldContain("300円の支払いを");
        var done = await _clerk.Done(weighed, "/change");
        done.QuerySelector("[role=status]")!.TextContent.ShouldContain("内容を変えました");
        var paid = await _clerk.Done(await _clerk.Page($"{Path(id)}/cash"), "/cash");
        paid.QuerySelector("main")!.TextContent.ShouldContain("収集番号");
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("bulky-waste.change/cash", StringComparison.Ordinal));
        (await _host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("bulky-waste.see/detail", StringComparison.Ordinal));
    }

    [Test]
    public async Task Who_comes_second_sees_what_changed_and_keeps_the_own_input()
    {
        var id = await Request("08-10002");
        var first = await _clerk.Page($"{Path(id)}/correct");
        var second = await _approver.Page($"{Path(id)}/correct");
        (await _clerk.Send(first, "/correct", ("spot", "gate"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var answer = await _approver.Send(second, "/correct", ("spot", "carport"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var conflict = await Surfer.Page(answer);
        conflict.QuerySelector("main")!.TextContent.ShouldContain("あなたの入力はまだ反映していません");
        conflict.QuerySelector(".timeline")!.TextContent.ShouldContain("出す場所を変更");
        conflict.QuerySelectorAll("input[name=spot]").Single().GetAttribute("value").ShouldBe("carport");
        (await _approver.Send(conflict, "/correct")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await _host.Store.Peek<string>("select spot from bulky_request where request_id = @id", new { id })).ShouldBe(["carport"]);
    }

    [Test]
    public async Task Another_towns_request_is_not_there_and_leaves_a_line_in_the_log()
    {
        var id = await Request("08-10003");
        using var other = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        foreach (var path in (string[])[Path(id), $"{Path(id)}/cancel", $"{Path(id)}/photos/0", $"{Path(id)}/change", $"bulky-waste/kawabe/{id}"])
        {
            (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await _host.Audited("kawabe")).Count(a => a.StartsWith("access.not-found", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Test]
    public async Task The_union_works_on_requests_of_its_members_and_a_refund_needs_an_approver()
    {
        var id = await Request("08-10004");
        using var union = await _host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        (await union.Page($"{Path(id)}/cancel")).QuerySelector("main")!.TextContent.ShouldContain("元に戻せません");
        (await union.Get($"{Path(id)}/refund")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var done = await union.Done(await union.Page($"{Path(id)}/cancel"), "/cancel", ("why", "double"));
        done.QuerySelector("main")!.TextContent.ShouldContain("取り消し");
    }

    [Test]
    public async Task A_picture_is_served_shut_off_and_only_if_it_is_one()
    {
        var id = await Request("08-10005");
        await _host.Store.Peek<int>("""
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, lost, erased_at)
            values ('hoshimi', 'pic-1', 'U1', 'image/png', '\x89504e47', now(), null, null), ('hoshimi', 'pic-2', 'U1', 'text/html', '\x3c', now(), 'Unreadable', null),
                   ('hoshimi', 'pic-3', 'U1', '', '', now(), null, now());
            update bulky_request set photos = array['pic-1', 'pic-2', 'pic-3', 'pic-4'] where request_id = @id
            """, new { id });
        var photo = await _clerk.Get($"{Path(id)}/photos/0");
        photo.StatusCode.ShouldBe(HttpStatusCode.OK);
        photo.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        photo.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        photo.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        photo.Content.Headers.ContentDisposition!.ToString().ShouldBe("inline; filename=\"photo.png\"");
        photo.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await _clerk.Get($"{Path(id)}/photos/0?small=1")).StatusCode.ShouldBe(HttpStatusCode.OK, "what was stored before there were thumbnails is shown whole");
        (await _clerk.Get($"{Path(id)}/photos/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await _clerk.Page(Path(id));
        page.QuerySelectorAll(".photos img").Length.ShouldBe(1, "no broken picture is shown");
        var said = page.QuerySelector(".photos")!.TextContent;
        said.ShouldContain("写真 2：写真を読み取れませんでした");
        said.ShouldContain("写真 3：送った人が取り消したか");
        said.ShouldContain("写真 4：LINEから取り寄せています");
        (await _clerk.Get($"{Path(id)}/photos/9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Every_page_is_accessible_at_every_width()
    {
        var id = await Request("08-10006");
        var (browser, staff) = (await Browser.NewContextAsync(), _approver.Staff);
        await using var context = browser;
        var page = await _host.SignedIn(browser, staff);
        foreach (var (name, path) in new[]
        {
            ("bulky-list", "bulky-waste"), ("bulky-detail", Path(id)), ("bulky-change", $"{Path(id)}/reprice"), ("bulky-correct", $"{Path(id)}/correct"),
            ("bulky-confirm", $"{Path(id)}/cancel"), ("bulky-accounts", "bulky-waste/accounts"), ("bulky-statistics", "bulky-waste/statistics"),
        })
        {
            (await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{path}").ToString()))!.Status.ShouldBe(200, path);
            await ConsoleLook.Check(page, name);
        }
    }

    private static string Path(Guid id) => $"bulky-waste/hoshimi/{id}";

    private Task<Guid> Request(string receipt) => BulkySamples.Request(_host, receipt, Nasty, address: new string('長', 4000));
}
