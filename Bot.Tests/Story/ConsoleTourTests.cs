using System.Globalization;
using System.Runtime.CompilerServices;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.BulkyWaste.Crews;
using Bot.Tests.Console.BulkyWaste;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>A day at the town hall: what waits, a telephone call, a request whose item changes, the crew's round. README's pictures come from here.</summary>
public sealed class ConsoleTourTests : BrowserFixture
{
    private CrewWorld _world = null!;
    private StaffMember _clerk = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _world = await CrewWorld.Start();
        _clerk = await _world.Host.Staff("hoshimi", "星 あかり", ("environment", Duty.Clerk), ("environment", Duty.Approver));
        await _world.Paid("honcho", "星野 花子", "本町1丁目2番3号", remark: "門の左側に出します");
        await _world.Paid("ekimae", "朝日 太郎", "駅前2丁目5番1号");
        await _world.Paid("honcho", "佐倉 みどり", "本町3丁目8番");
        await BulkySamples.Request(_world.Host, "08-00021", "森田 一平", citizen: "U00000000000000000000000000000002");
        await BulkySamples.Request(_world.Host, "08-00022", "水野 さくら", area: "ekimae");
    }

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [Test]
    public async Task A_clerk_sees_what_waits_names_an_item_and_notes_why()
    {
        await using var context = await Desk();
        var page = await _world.Host.SignedIn(context, _clerk);
        var complaints = Complaints(page);
        await Go(page, "hoshimi", "");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("確認待ち");
        await Picture(page, "8-home");

        await page.GetByRole(AriaRole.Link, new() { Name = "確認待ち" }).First.ClickAsync();
        (await page.Locator("tbody").InnerTextAsync()).ShouldContain("森田 一平");
        await Picture(page, "9-list");

        await page.GetByRole(AriaRole.Link, new() { Name = "08-00021" }).ClickAsync();
        await page.GetByLabel("メモ").First.FillAsync("お電話で確認：高さ120cmの本棚とのこと");
        await page.GetByRole(AriaRole.Button, new() { Name = "メモを残す" }).ClickAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("高さ120cmの本棚");
        await Picture(page, "10-detail");
        complaints.ShouldBeEmpty();
    }

    [Test]
    public async Task The_office_and_the_crew_see_the_same_round()
    {
        var dispatcher = await _world.Host.Staff("mizuho-union", "瑞穂 実", ("environment", Duty.Clerk), ("environment", Duty.Approver));
        await using var office = await Desk();
        var page = await _world.Host.SignedIn(office, dispatcher);
        await Go(page, "mizuho-union", string.Create(CultureInfo.InvariantCulture, $"bulky-waste/days/{CrewWorld.Today:yyyy-MM-dd}"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("星野 花子");
        await Picture(page, "11-route");
        await Go(page, "mizuho-union", "bulky-waste/plan/calendar");
        await Picture(page, "12-calendar");
        await Go(page, "mizuho-union", "bulky-waste/statistics");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("LINE");

        await using var road = await Phone();
        var phone = await _world.Host.SignedIn(road, await _world.Driver());
        await Go(phone, "mizuho-union", "crew");
        await phone.GetByRole(AriaRole.Button, new() { Name = "収集した" }).First.WaitForAsync();
        await Picture(phone, "13-crew");
    }

    [Test]
    public async Task A_telephone_call_is_one_page()
    {
        await using var context = await Desk();
        var page = await _world.Host.SignedIn(context, _clerk);
        await Go(page, "hoshimi", "counter/bulky-waste/hoshimi");
        (await page.Locator("h1").InnerTextAsync()).ShouldContain("粗大ごみ");
        await Picture(page, "14-counter");
    }

    private static List<string> Complaints(IPage page)
    {
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        return complaints;
    }

    private async Task Go(IPage page, string town, string path) =>
        (await page.GotoAsync(new Uri(_world.Host.Address, $"/console/{town}/{path}").ToString()))!.Status.ShouldBe(200, path);

    private static async Task Picture(IPage page, string name, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1")
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "infra", "screenshots", $"{name}.png") });
        }
    }
}
