using System.Net;
using Bot.Api.Console.BulkyWaste;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>Working on one request: notes, letters and what happened in one story, who comes second, and hands that hold no mouse.</summary>
public sealed class DeskCaseTests : BrowserFixture
{
    private ConsoleHost _host = null!;
    private Clerk _clerk = null!;
    private Clerk _approver = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _clerk = await _host.SignIn(await _host.Staff("hoshimi", "星野 一郎", ("environment", Duty.Clerk)));
        _approver = await _host.SignIn(await _host.Staff("hoshimi", "川村 直美", ("environment", Duty.Approver)));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _clerk.Dispose();
        _approver.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Notes_letters_and_what_happened_stand_in_one_story()
    {
        var id = await BulkySamples.Request(_host, "08-30001", citizen: "U-desk-1");
        await _clerk.Done(await _clerk.Page(BulkySamples.Path(id)), "/take");
        await _clerk.Done(await _clerk.Page($"{BulkySamples.Path(id)}/correct"), "/correct", ("spot", "gate"));
        await _clerk.Done(await _clerk.Page(BulkySamples.Path(id)), "/note", ("words", "電話は夕方に"));
        var letter = await _clerk.Page($"casework/bulky-waste/{id:n}/letter?template=unclear");
        letter.QuerySelectorAll("nav[aria-label=文例] a").Length.ShouldBe(5);
        letter.QuerySelector("textarea")!.TextContent.ShouldContain("大きさ");
        var page = await _clerk.Done(letter, "/letter");
        page.QuerySelectorAll(".timeline").Length.ShouldBe(1);
        var story = page.QuerySelectorAll(".timeline-what").Select(w => w.TextContent).ToList();
        story.Count.ShouldBe(4);
        story[0].ShouldContain("星野 一郎");
        story[1].ShouldStartWith("地区・出す場所を変更");
        story[2].ShouldBe("メモ");
        story[3].ShouldBe("住民に手紙を書きました");

        using var other = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        (await other.Get($"casework/bulky-waste/{id:n}/letter")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public void A_crews_mark_stands_once_and_one_that_changed_nothing_says_why()
    {
        var crew = new Actor("staff", "c1", "mizuho-union");
        var office = new Actor("staff", "o1", "hoshimi");
        var at = TimeProvider.System.GetUtcNow();
        TimelineEntry Entry(Actor by, string kind, string? outcome = null) => new(at, Guid.NewGuid(), by, kind, outcome is null ? null : $$"""{"outcome":"{{outcome}}"}""");
        BulkyCase.Fold([Entry(crew, "collected"), Entry(crew, "crew.collected", "Counts")]).Select(e => e.Kind).ShouldBe(["crew.collected"]);
        BulkyCase.Fold([Entry(crew, "marked-by-mistake"), Entry(crew, "left"), Entry(crew, "crew.left", "Counts")]).Select(e => e.Kind).ShouldBe(["marked-by-mistake", "crew.left"]);
        BulkyCase.Fold([Entry(office, "collected"), Entry(crew, "crew.collected", "SaidAlready")]).Count.ShouldBe(2);
        BulkyCase.Fold([Entry(office, "collected"), Entry(crew, "crew.collected", "Counts")]).Count.ShouldBe(2, "another hand said so");
    }

    [Test]
    public async Task Who_comes_second_sees_only_what_happened_since_and_the_page_is_accessible()
    {
        var id = await BulkySamples.Request(_host, "08-30002");
        await _clerk.Done(await _clerk.Page($"{BulkySamples.Path(id)}/correct"), "/correct", ("spot", "gate"));
        await _host.Store.Peek<int>("update timeline set at = at - interval '1 hour' where subject = @s returning 1", new { s = $"{id:n}" });
        await using var context = await Browser.NewContextAsync();
        var page = await _host.SignedIn(context, _approver.Staff);
        await page.GotoAsync(At($"{BulkySamples.Path(id)}/correct"));
        await _clerk.Done(await _clerk.Page($"{BulkySamples.Path(id)}/correct"), "/correct", ("spot", "carport"));
        await page.Locator("#spot").SelectOptionAsync("front");
        await page.GetByRole(AriaRole.Button, new() { Name = "変更する" }).ClickAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("あなたの入力はまだ反映していません");
        (await page.Locator(".timeline li").CountAsync()).ShouldBe(1, "what happened before the page was opened is not news");
        (await page.Locator("input[type=hidden][name=spot]").GetAttributeAsync("value")).ShouldBe("front");
        await ConsoleLook.Check(page, "bulky-conflict");
        await page.GetByRole(AriaRole.Button, new() { Name = "自分の入力で変える" }).ClickAsync();
        (await _host.Store.Peek<string>("select spot from bulky_request where request_id = @id", new { id })).ShouldBe(["front"]);
    }

    [Test]
    public async Task A_request_is_found_and_cancelled_with_the_keyboard_alone()
    {
        var id = await BulkySamples.Request(_host, "08-30003", "佐藤 健", citizen: "U-desk-3", lines: [new RequestLine("fan", null, new LocalText("扇風機"), 2, new Yen(300), null)]);
        await BulkySamples.Request(_host, "08-30004", "鈴木 まゆみ", area: "ekimae");
        await using var context = await Browser.NewContextAsync();
        var page = await _host.SignedIn(context, _clerk.Staff);
        await page.GotoAsync(At("bulky-waste?sort=receipt"));
        await ConsoleLook.Check(page, "bulky-desk-list");
        await page.GotoAsync(At("bulky-waste?sort=receipt"));
        await Tab(page, "08-30003");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/{id}");
        await ConsoleLook.Check(page, "bulky-desk-detail");
        await page.ReloadAsync();
        await Tab(page, "取り消す（返金なし）");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/cancel");
        await Tab(page, null, "f-why");
        await page.Keyboard.PressAsync("ArrowDown");
        await Tab(page, "取り消す");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/{id}");
        (await page.Locator("[role=status]").InnerTextAsync()).ShouldContain("取り消しました");
        (await _host.Store.Peek<string>("select state from bulky_request where request_id = @id", new { id })).ShouldBe(["cancelled"]);
    }

    /// <summary>Goes on with the tab key until what has that text or id holds the focus, as somebody without a mouse does.</summary>
    private static async Task Tab(IPage page, string? text, string? id = null)
    {
        for (var n = 0; n < 120; n++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("([text, id]) => { const e = document.activeElement; return id ? e.id === id : e.closest('main') && e.textContent.trim() === text; }", new[] { text, id }))
            {
                return;
            }
        }

        Assert.Fail($"the tab key never reached {text ?? id}");
    }

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
