using System.Text;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>The office's side of a day of collection: the map whose tiles never come, and paper.</summary>
public sealed class DayBrowserTests : BrowserFixture
{
    private CrewWorld _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await CrewWorld.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [SetUp]
    public Task Clear() => _world.Clear();

    [Test]
    public async Task Without_tiles_the_list_and_the_markers_stand()
    {
        await _world.Paid("honcho");
        await _world.Paid("ekimae");
        await _world.Paid("minakami", town: "kawabe");
        await using var desk = await Desk();
        await desk.RouteAsync("https://cyberjapandata.gsi.go.jp/**", route => route.AbortAsync());
        List<string> complaints = [];
        var page = await _world.Host.SignedIn(desk, await _world.Host.Staff("mizuho-union", "星 一郎", ("environment", Duty.Clerk)));
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync(Address($"bulky-waste/days/{CrewWorld.Today:yyyy-MM-dd}"));
        await page.Locator("#map[data-ready=true]").WaitForAsync();
        (await page.Locator(".map-stop").AllInnerTextsAsync()).ShouldBe(["1", "2", "3"], ignoreOrder: true);
        (await page.Locator("#map").InnerTextAsync()).ShouldContain("国土地理院");
        (await page.Locator(".stops .stop-number").CountAsync()).ShouldBe(3);
        await Assertions.Expect(page.Locator("#map-note")).ToContainTextAsync("一覧はそのまま使えます");
        await page.Locator(".map-stop").Nth(1).ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.tagName")).ShouldBe("TR");
        await page.Locator("button[data-show]").First.ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldContain("map-stop");
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        await ConsoleLook.Check(page, "crew-day");
    }

    [Test]
    public async Task On_paper_every_page_has_its_head_and_every_number_is_there()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 14; i++)
        {
            numbers.Add(await _world.Number(await _world.Paid(i % 2 == 0 ? "honcho" : "minakami", $"星見{i}子", $"{i}番地", i % 2 == 0 ? "hoshimi" : "kawabe")));
        }

        await using var desk = await Desk();
        var page = await _world.Host.SignedIn(desk, await _world.Host.Staff("mizuho-union", "星 一郎", ("environment", Duty.Clerk)));
        await page.GotoAsync(Address($"bulky-waste/days/{CrewWorld.Today:yyyy-MM-dd}/print"));
        await ConsoleLook.Check(page, "crew-print");
        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, Tagged = true });
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "crew-print.pdf"), pdf);
        }

        Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length.ShouldBeGreaterThan(2, "more than one page");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.Locator(".sheet-number").AllInnerTextsAsync()).Select(n => n.Trim()).Order().ShouldBe(numbers.Order());
        (await page.Locator(".side").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator(".sheet thead").EvaluateAsync<string>("e => getComputedStyle(e).display")).ShouldBe("table-header-group");
    }

    private string Address(string path) => new Uri(_world.Host.Address, $"/console/mizuho-union/{path}").ToString();
}
