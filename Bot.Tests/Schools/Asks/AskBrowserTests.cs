using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

/// <summary>A school writes a survey and lays down hours; guardians answer and pick on their phones; the school counts.</summary>
public sealed class AskBrowserTests : BrowserFixture
{
    private AskWorld _world = null!;
    private int _taps;

    [OneTimeSetUp]
    public async Task Open() => _world = await AskWorld.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [Test]
    public async Task Survey_and_slots_go_out_are_answered_on_the_phone_and_counted()
    {
        await using var desk = await Desk();
        var page = await _world.Host.SignedIn(desk, await _world.Host.Staff("hoshimi", "学校 太郎", (AskWorld.School, Duty.School)));
        await page.GotoAsync(At($"schools/{AskWorld.School}/asks"));
        await page.ClickAsync("text=アンケートを作る");
        await page.FillAsync("#f-title", "運動会の参加");
        await page.FillAsync("#t0", "参加しますか");
        await page.FillAsync("#o0", "参加する\n参加しない");
        await page.FillAsync("#t1", "見に来る人数");
        await page.SelectOptionAsync("#k1", "Number");
        await page.FillAsync("#t2", "ご意見");
        await page.SelectOptionAsync("#k2", "Text");
        await page.UncheckAsync("input[name=m2]");
        await ConsoleLook.Check(page, "ask-survey-write");
        await page.ClickAsync("text=保存して、お知らせを書く");
        var survey = await Letter(page, "ask-letter");

        await using var phone = await Phone();
        var mother = await phone.NewPageAsync();
        await mother.GotoAsync(Address(_world.Page(survey, AskWorld.Mother)));
        await ConsoleLook.Axe(mother, "ask-survey-phone");
        await ConsoleLook.Keep(mother, "ask-survey-phone");
        _taps = 0;
        var first = mother.Locator("#ask .card").First;
        await Tap(first.Locator("label", new() { HasTextString = "参加する" }).First);
        await Tap(first.Locator("input[inputmode=numeric]"));
        await mother.Keyboard.TypeAsync("3");
        await Tap(first.Locator("button"));
        (await mother.Locator("#ask .card").First.InnerTextAsync()).ShouldContain("答えを受け取りました");
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"a survey of three questions: {_taps} taps for one child"));
        _taps.ShouldBeLessThanOrEqualTo(3);
        await ConsoleLook.Axe(mother, "ask-survey-phone-done");
        await ConsoleLook.Keep(mother, "ask-survey-phone-done");
        await mother.SetViewportSizeAsync(1280, 900);
        await ConsoleLook.Keep(mother, "ask-survey-desk-done");
        await mother.SetViewportSizeAsync(390, 844);

        var other = await phone.NewPageAsync();
        await other.GotoAsync(Address(_world.Page(survey, AskWorld.Other)));
        await other.Locator("#ask button").ClickAsync();
        (await other.Locator("[role=alert]").InnerTextAsync()).ShouldContain("参加しますか");
        await ConsoleLook.Axe(other, "ask-survey-phone-wrong");
        await ConsoleLook.Keep(other, "ask-survey-phone-wrong");
        await other.Locator("#ask label", new() { HasTextString = "参加しない" }).ClickAsync();
        await other.Locator("#ask input[inputmode=numeric]").FillAsync("０");
        await other.Locator("#ask button").ClickAsync();

        await page.ClickAsync("text=アンケートの結果を見る");
        (await page.Locator(".figures b").AllInnerTextsAsync()).ShouldBe(["2", "2", "0"]);
        (await page.Locator("section.panel tbody tr").AllInnerTextsAsync()).Select(t => string.Join(' ', t.Split('\t', '\n').Skip(1).Where(c => c.Length > 0))).ShouldBe(["1 1 0", "1 1 0"]);
        await ConsoleLook.Check(page, "ask-survey-result");
        await page.Locator("text=川原 凪").ClickAsync();
        await ConsoleLook.Check(page, "ask-survey-enter");

        await Slots(page, phone);
        await Consents(page, phone);
    }

    private async Task Consents(IPage page, IBrowserContext phone)
    {
        await page.GotoAsync(At($"schools/{AskWorld.School}/consents"));
        await page.FillAsync("#f-kinds", "学校だより\nホームページ\n報道");
        await page.ClickAsync("text=項目を保存");
        await page.ClickAsync("text=聞くお知らせを書く");
        var letter = await Letter(page, "ask-consent-letter");
        var mother = await phone.NewPageAsync();
        await mother.GotoAsync(Address(_world.Page(letter, AskWorld.Other)));
        await ConsoleLook.Keep(mother, "ask-consent-phone");
        _taps = 0;
        foreach (var choice in await mother.Locator("#ask label", new() { HasTextString = "載せてよい" }).AllAsync())
        {
            await Tap(choice);
        }

        await Tap(mother.Locator("#ask button"));
        (await mother.Locator("[role=status]").InnerTextAsync()).ShouldContain("いつでも変えられます");
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"consent of three kinds: {_taps} taps for one child"));
        await ConsoleLook.Axe(mother, "ask-consent-phone-done");
        await ConsoleLook.Keep(mother, "ask-consent-phone-done");
        await page.GotoAsync(At($"schools/{AskWorld.School}/consents"));
        await ConsoleLook.Check(page, "consents");
        await page.ClickAsync("text=月岡 陸");
        await ConsoleLook.Check(page, "consent-child");
    }

    private async Task Slots(IPage page, IBrowserContext phone)
    {
        await page.GotoAsync(At($"schools/{AskWorld.School}/asks"));
        await ConsoleLook.Check(page, "asks");
        await page.ClickAsync("text=面談の時間を決める");
        await page.FillAsync("#f-title", "個人懇談");
        await page.FillAsync("#d0", Field(AskWorld.Today.AddDays(10)));
        await page.FillAsync("#f0", "15:00");
        await page.FillAsync("#u0", "16:00");
        await ConsoleLook.Check(page, "ask-slots-write");
        await page.ClickAsync("text=保存して、お知らせを書く");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("面談の枠を6作りました");
        var letter = await Letter(page, "ask-slots-letter");

        var (mother, other) = (await phone.NewPageAsync(), await phone.NewPageAsync());
        await mother.GotoAsync(Address(_world.Page(letter, AskWorld.Mother)));
        await other.GotoAsync(Address(_world.Page(letter, AskWorld.Other)));
        await ConsoleLook.Axe(mother, "ask-slots-phone");
        await ConsoleLook.Keep(mother, "ask-slots-phone");
        _taps = 0;
        await Tap(mother.Locator("#ask .slots button").First);
        (await mother.Locator("#ask [role=status]").First.InnerTextAsync()).ShouldContain("15:00–15:15");
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"an hour for an interview: {_taps} tap"));
        await mother.Locator("#ask .card").Nth(1).Locator(".slots button").First.ClickAsync();
        (await mother.Locator("#ask .notice.danger").CountAsync()).ShouldBe(2, "siblings at the same time, said of both");
        await ConsoleLook.Axe(mother, "ask-slots-phone-done");
        await ConsoleLook.Keep(mother, "ask-slots-phone-done");
        // The other page still shows the hour that is gone.
        await other.Locator("#ask .slots button").First.ClickAsync();
        (await other.Locator("[role=alert]").InnerTextAsync()).ShouldContain("ほかのご家庭に決まりました");
        await ConsoleLook.Axe(other, "ask-slots-phone-taken");
        await ConsoleLook.Keep(other, "ask-slots-phone-taken");
        (await other.Locator("#ask .slots button").CountAsync()).ShouldBe(2);
        await other.Locator("#ask .slots button").First.ClickAsync();
        (await other.Locator("#ask [role=status]").InnerTextAsync()).ShouldContain("15:20–15:35");

        await page.ClickAsync("text=面談の時間の結果を見る");
        (await page.Locator(".figures b").AllInnerTextsAsync()).ShouldBe(["3", "3", "1"]);
        await ConsoleLook.Check(page, "ask-timetable");
        await page.ClickAsync("text=月岡 陸");
        await ConsoleLook.Check(page, "ask-slot");
        await page.ClickAsync("text=移して、保護者に知らせる");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("知らせました");
        await page.Locator("td a", new() { HasTextString = "空き" }).First.ClickAsync();
        await ConsoleLook.Check(page, "ask-slot-free");
        await page.ClickAsync("text=入れて、保護者に知らせる");
        (await page.Locator(".figures b").AllInnerTextsAsync()).ShouldBe(["4", "2", "0"]);
        await page.ClickAsync("text=川原 凪");
        await page.ClickAsync("text=この枠を空けて、保護者に知らせる");
        (await page.Locator(".figures b").AllInnerTextsAsync()).ShouldBe(["3", "3", "1"]);
        await page.SelectOptionAsync("#f-class", new SelectOptionValue { Label = "5年1組" });
        await page.ClickAsync("text=表示");
        (await page.Locator("thead th").CountAsync()).ShouldBe(2);
    }

    /// <summary>Writes the letter with which it goes, and sends it.</summary>
    private static async Task<Guid> Letter(IPage page, string name)
    {
        await page.FillAsync("input[name=title]", "お答えください");
        await page.FillAsync("textarea[name=body]", "よろしくお願いします。");
        await ConsoleLook.Keep(page, $"{name}-write");
        await page.ClickAsync("text=内容を確かめる");
        await ConsoleLook.Axe(page, $"{name}-check");
        await page.ClickAsync("text=保護者3人に送る");
        return Guid.Parse(page.Url.Split('?')[0].Split('/')[^1]);
    }

    private async Task Tap(ILocator on)
    {
        _taps++;
        await on.ClickAsync();
    }

    private static string Field(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Address(string path) => new Uri(_world.Host.Address, path).ToString();

    private string At(string path) => Address($"/console/hoshimi/{path}");
}
