using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Photos;
using Bot.Tests.Story;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>The crew's phone where there is no signal.</summary>
public sealed class CrewBrowserTests : BrowserFixture
{
    private CrewWorld _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await CrewWorld.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [SetUp]
    public Task Clear() => _world.Clear();

    [Test]
    public async Task Three_stops_marked_without_signal_reach_the_office_once()
    {
        Guid[] stops = [await _world.Paid("honcho"), await _world.Paid("ekimae"), await _world.Paid("kamimachi")];
        await using var phone = await Phone();
        var page = await Crew(phone);
        await phone.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator("#crew[data-ready=true] .stop").First.WaitForAsync();
        await page.Locator(".phone-line.warn").WaitForAsync();

        await Tap(page, stops[0], "collected");
        await Tap(page, stops[1], "collected");
        var third = page.Locator($".stop[data-stop='{stops[2]:n}']");
        await third.Locator("summary").ClickAsync();
        await third.GetByLabel("品目・大きさが違う").CheckAsync();
        await third.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.png", MimeType = "image/png", Buffer = PictureSamples.Png() });
        await third.Locator("[data-do=left]").ClickAsync();
        await page.Locator("#crew[data-waiting='3']").WaitForAsync();
        (await _world.State(stops[0])).ShouldBe("paid");
        await ConsoleLook.Keep(page, "crew-offline-390");

        // The phone is put away and taken out again, still without signal.
        await page.ReloadAsync();
        await page.Locator("#crew[data-waiting='3']").WaitForAsync();
        await phone.SetOfflineAsync(false);
        await page.Locator("#crew[data-waiting='0']").WaitForAsync(new() { Timeout = 30000 });
        (await Task.WhenAll(stops.Select(_world.State))).ShouldBe(["collected", "collected", "not-collected"]);
        foreach (var stop in stops)
        {
            (await _world.Host.Store.Peek<long>("select count(*) from crew_mark where request_id = @stop and outcome = 'counts'", new { stop })).ShouldBe([1]);
        }

        (await _world.Host.Store.Peek<string>("select photo from crew_mark where request_id = @id", new { id = stops[2] }))[0].ShouldStartWith("crew-");
    }

    [Test]
    public async Task A_slip_of_the_finger_is_taken_back_before_anybody_is_told()
    {
        var id = await _world.Paid();
        await using var phone = await Phone();
        var page = await Crew(phone);
        await Tap(page, id, "collected");
        await page.Locator("#phone-toast button").ClickAsync();
        await page.Locator("#crew[data-waiting='0']").WaitForAsync();
        await page.Locator($".stop[data-stop='{id:n}'] [data-do=collected]").WaitForAsync();
        (await _world.Host.Store.Peek<long>("select count(*) from crew_mark where request_id = @id", new { id })).ShouldBe([0]);
    }

    [Test]
    public async Task What_the_office_cancelled_while_there_was_no_signal_is_said_until_it_is_read()
    {
        var id = await _world.Paid();
        await using var phone = await Phone();
        var page = await Crew(phone);
        await phone.SetOfflineAsync(true);
        await Tap(page, id, "collected");
        await _world.Host.Store.Peek<int>("update bulky_request set state = 'cancelled' where request_id = @id returning 1", new { id });
        await phone.SetOfflineAsync(false);
        await page.Locator(".phone-trouble").WaitForAsync(new() { Timeout = 30000 });
        (await page.Locator(".phone-trouble").InnerTextAsync()).ShouldContain("取り消されています");
        await page.Locator(".phone-trouble button").ClickAsync();
        await page.Locator(".phone-trouble").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Test]
    public async Task A_session_that_ended_on_the_road_keeps_the_marks_for_their_maker_and_for_nobody_else()
    {
        var id = await _world.Paid();
        await using var phone = await Phone();
        var driver = await _world.Driver();
        var page = await Crew(phone, driver);
        await phone.SetOfflineAsync(true);
        await Tap(page, id, "collected");
        await _world.Host.End(driver);
        await phone.SetOfflineAsync(false);
        await page.Locator(".phone-line a").WaitForAsync(new() { Timeout = 30000 });
        (await page.Locator(".phone-line").InnerTextAsync()).ShouldContain("送っていない記録 1 件はこの電話に残っています");

        await page.CloseAsync();
        var other = await Crew(phone, await _world.Driver("ほか 運転"));
        await other.Locator(".phone-line.warn").WaitForAsync();
        (await other.Locator(".phone-line").InnerTextAsync()).ShouldContain("前に使っていた職員");
        (await _world.State(id)).ShouldBe("paid");
        await other.CloseAsync();
        var back = await Crew(phone, driver);
        await Assertions.Expect(back.Locator(".phone-line")).ToContainTextAsync("すべて送られています", new() { Timeout = 30000 });
        (await _world.Host.Store.Peek<string>("select staff_id from crew_mark where request_id = @id", new { id })).ShouldBe([driver.Id.Value.ToString("n")]);
        (await _world.State(id)).ShouldBe("collected");
    }

    [Test]
    public async Task Yesterdays_names_are_gone_from_the_phone()
    {
        await _world.Paid(name: "星見秘子");
        await using var phone = await Phone();
        var page = await Crew(phone);
        await page.EvaluateAsync("""
            async () => {
              const db = await new Promise((yes) => { const r = indexedDB.open(`crew:${document.getElementById('crew').dataset.page}`); r.onsuccess = () => yes(r.result); });
              const all = db.transaction('day', 'readwrite').objectStore('day');
              const day = await new Promise((yes) => { const r = all.get('now'); r.onsuccess = () => yes(r.result); });
              await new Promise((yes) => { const r = db.transaction('day', 'readwrite').objectStore('day').put({ ...day, day: '2020-01-01' }, 'now'); r.onsuccess = yes; });
            }
            """);
        await phone.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator(".empty").WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("秘子");
    }

    [Test]
    public async Task Standing_there_is_enough_to_say_where_it_is()
    {
        var id = await _world.Paid();
        await using var phone = await Phone(with => (with.Geolocation, with.Permissions) = (new Geolocation { Latitude = 36.75111f, Longitude = 138.32222f }, ["geolocation"]));
        var page = await Crew(phone);
        await page.Locator($".stop[data-stop='{id:n}'] [data-here]").ClickAsync();
        await page.Locator("#crew[data-waiting='0']").WaitForAsync();
        await StoryHost.Until(async () => (await _world.Host.Store.Peek<int>("select 1 from crew_pin where request_id = @id", new { id })).Count == 1, "no pin was set");
        await page.ReloadAsync();
        (await page.Locator("[data-map]").First.GetAttributeAsync("href")).ShouldNotBeNull().ShouldStartWith("geo:36.75111,138.32222");
    }

    [Test]
    public async Task Signing_out_empties_the_phone_and_warns_while_something_is_unsent()
    {
        var id = await _world.Paid(name: "星見秘子");
        await using var phone = await Phone();
        var page = await Crew(phone);
        await Tap(page, id, "collected");
        var asked = "";
        page.Dialog += (_, dialog) => (asked, _) = (dialog.Message, dialog.AcceptAsync());
        await page.Locator("form[action$='/sign-out'] button").ClickAsync();
        await page.WaitForURLAsync("**/sign-in*");
        asked.ShouldContain("まだ送っていない記録が 1 件");
        (await page.EvaluateAsync<int>("indexedDB.databases().then(all => all.length)")).ShouldBe(0);
        (await page.EvaluateAsync<int>("caches.keys().then(all => all.length)")).ShouldBe(0);
    }

    [Test]
    public async Task The_pages_of_crews_can_be_read_reached_and_touched_by_all()
    {
        await _world.Paid("honcho", remark: "門の左側に出します");
        await _world.Paid("ekimae");
        await using var context = await Desk();
        var page = await Crew(context);
        await Tap(page, (await _world.Host.Store.Peek<Guid>("select request_id from bulky_request where day = @day", new { day = CrewWorld.Today }))[0], "collected");
        await ConsoleLook.Check(page, "crew-phone");
        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('#crew .button, #crew button, #crew summary, #crew .choice')].map(e => [e, e.getBoundingClientRect()])
              .filter(([, b]) => b.width > 0 && (b.height < 48 || b.width < 48)).map(([e, b]) => `${e.outerHTML.slice(0, 80)} ${b.width}x${b.height}`)
            """)).ShouldBeEmpty();
        var approver = await _world.Host.SignedIn(await Desk(), await _world.Host.Staff("mizuho-union", "星 一郎", ("environment", Duty.Approver)));
        await approver.GotoAsync(Address($"bulky-waste/pin/hoshimi/{(await _world.Host.Store.Peek<Guid>("select request_id from bulky_request where day = @day", new { day = CrewWorld.Today }))[0]:n}"));
        await approver.Locator("#map[data-ready=true]").WaitForAsync();
        await approver.Locator("#map").ClickAsync();
        (await approver.Locator("#lat").InputValueAsync()).ShouldStartWith("36.7");
        await ConsoleLook.Check(approver, "crew-pin");
        await approver.GotoAsync(Address("bulky-waste/crews"));
        await ConsoleLook.Check(approver, "crew-setup");
        await approver.Context.CloseAsync();
    }

    private string Address(string path) => new Uri(_world.Host.Address, $"/console/mizuho-union/{path}").ToString();

    /// <summary>The crew's page, once it can do without signal.</summary>
    private async Task<IPage> Crew(IBrowserContext phone, StaffMember? driver = null)
    {
        var page = await _world.Host.SignedIn(phone, driver ?? await _world.Driver());
        await page.GotoAsync(Address("crew"));
        await page.Locator("#crew[data-ready=true][data-kept=true]").WaitForAsync();
        return page;
    }

    private static Task Tap(IPage page, Guid stop, string what) => page.Locator($".stop[data-stop='{stop:n}'] [data-do={what}]").ClickAsync();
}
