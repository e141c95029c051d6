using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>The phone on the bus and in the class, the board on the wall, and paper.</summary>
public sealed class BusBrowserTests : BrowserFixture
{
    private ConsoleHost _host = null!;
    private Nursery _nursery = null!;
    private StaffMember _teacher = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        var today = JapanTime.Day(TimeProvider.System.GetUtcNow());
        // Long before the hour, so that the rounds of the house raise nothing while the pages are looked at.
        _nursery = await Nursery.Open(_host, today, Nursery.Rules with { Days = [.. Enum.GetValues<DayOfWeek>()], ArriveBy = new TimeOnly(23, 59), TellsArrival = false });
        await _host.Store.Peek<int>("insert into school_day (town_id, school, day, is_open, reason, staff_id, staff_home, decided_at) values ('hoshimi', 'hoshinoko', @today, true, '試験', 'x', 'hoshimi', now()) returning 1", new { today });
        _teacher = await _host.Staff("hoshimi", "園田 恵", (Nursery.Code, Duty.School));
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task Two_children_and_the_last_seat_without_signal_reach_the_nursery_once_and_in_order()
    {
        var (one, two) = (await _nursery.Child("星野 一"), await _nursery.Child("星野 二"));
        await using var phone = await Phone();
        var page = await Bus(phone);
        await phone.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator("#bus[data-ready=true] [data-key]").First.WaitForAsync();
        await page.Locator(".phone-line.warn").WaitForAsync();
        var began = TimeProvider.System.GetUtcNow();
        await page.Locator($"[data-key='{one.Value:n}']").ClickAsync();
        await page.Locator($"[data-key='{two.Value:n}']").ClickAsync();
        var taps = TimeProvider.System.GetUtcNow() - began;
        await page.Locator("#mode").SelectOptionAsync("alight");
        await page.Locator($"[data-key='{one.Value:n}']").ClickAsync();
        await page.Locator("#rear-code").FillAsync(Nursery.Rules.RearCode(1));
        await page.Locator("[data-key=rear]").ClickAsync();
        await Assertions.Expect(page.Locator("#bus")).ToHaveAttributeAsync("data-waiting", "4");
        await page.Locator("#mode").SelectOptionAsync("arrive");
        await Assertions.Expect(page.Locator("#bus-live")).ToContainTextAsync("つながる端末でも記録してください");
        await ConsoleLook.Keep(page, "bus-offline-390");

        // The phone is put away and taken out again, still without signal.
        await page.ReloadAsync();
        await page.Locator("#bus[data-waiting='4']").WaitForAsync();
        (await Kinds()).ShouldBeEmpty();
        await phone.SetOfflineAsync(false);
        await page.Locator("#bus[data-waiting='0']").WaitForAsync(new() { Timeout = 40000 });
        (await Kinds()).ShouldBe(["Board", "Board", "Alight", "RearSeat"]);
        (await page.Locator(".phone-line").InnerTextAsync()).ShouldContain("すべて送られています");
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"two children noted by hand in {taps.TotalSeconds:0.0} s, one tap each"));
        await page.Locator("#mode").SelectOptionAsync("board");
        await ConsoleLook.Check(page, "bus");
        (await page.Locator("#bus button").AllInnerTextsAsync()).ShouldNotContain(t => t.Contains("全員"));
    }

    [Test]
    public async Task A_wrong_code_behind_the_last_seat_is_said_and_counts_for_nothing()
    {
        await _nursery.Child("星野 三");
        await using var phone = await Phone();
        var page = await Bus(phone);
        await page.Locator("#rear-code").FillAsync("000000");
        await page.Locator("[data-key=rear]").ClickAsync();
        await page.Locator(".phone-trouble").WaitForAsync(new() { Timeout = 30000 });
        (await page.Locator(".phone-trouble").InnerTextAsync()).ShouldContain("最後部座席の番号が違います");
    }

    [Test]
    public async Task The_board_the_rules_and_the_paper_can_be_read_by_all()
    {
        var child = await _nursery.Child("星野 四");
        await _host.Store.Peek<int>("""
            insert into arrival_step (town_id, school, day, run, subject, episode, step, reason, due_at, taken_at, told, outbox_ids)
            values ('hoshimi', 'hoshinoko', @today, '00000000-0000-0000-0000-000000000000', @subject, 0, 'Staff', 'NotArrived', now(), now(), '{}', '{}') returning 1
            """, new { today = JapanTime.Day(TimeProvider.System.GetUtcNow()), subject = new Watched.Pupil(child).Code });
        await using var desk = await Desk();
        var page = await _host.SignedIn(desk, _teacher);
        await page.GotoAsync(Address("arrivals"));
        (await page.TitleAsync()).ShouldNotContain("星野");
        await page.Locator("section.notice.bad h3").WaitForAsync();
        await ConsoleLook.Check(page, "arrivals");
        await page.Locator("section.notice.bad button").ClickAsync();
        await Assertions.Expect(page.Locator("section.notice.bad")).ToContainTextAsync("園田 恵 が対応中");
        await page.GotoAsync(Address("arrivals/rules"));
        await ConsoleLook.Check(page, "arrival-rules");
        await page.GotoAsync(Address("arrivals/cards"));
        await ConsoleLook.Check(page, "arrival-cards");
        (await page.Locator("main").InnerTextAsync()).ShouldContain(Nursery.Rules.RearCode(1));
        await page.GotoAsync(new Uri(_host.Address, "/console/hoshimi/arrivals").ToString());
        await ConsoleLook.Check(page, "arrival-index");
    }

    private string Address(string path) => new Uri(_host.Address, $"/console/hoshimi/schools/{Nursery.Code}/{path}").ToString();

    private Task<IReadOnlyList<string>> Kinds() => _host.Store.Peek<string>("select kind from arrival_scan where staff_id = @id order by count", new { id = _teacher.Id.Value.ToString("n") });

    /// <summary>The page, once it can do without signal.</summary>
    private async Task<IPage> Bus(IBrowserContext phone)
    {
        var page = await _host.SignedIn(phone, _teacher);
        await page.GotoAsync(Address("bus"));
        await page.Locator("#bus[data-ready=true][data-kept=true]").WaitForAsync();
        return page;
    }
}
