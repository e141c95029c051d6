using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>A parent's absence from the school's list to the mark that it was seen. README's pictures of schools come from here, and the taps and seconds it states.</summary>
public sealed class SchoolStoryBrowserTests : BrowserFixture
{
    private const string Roll = "番号,氏名,ふりがな,生年月日,学年,組,出席番号,連絡先,保護\n101,星野 花,ほしの はな,2017-05-03,3,1組,7,0999-00-0101,\n102,月岡 蓮,つきおか れん,2017-09-12,3,1組,8,0999-00-0102,\n";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        await _host.Story.Publish("hoshimi");
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    [CancelAfter(120_000)]
    public async Task From_the_schools_list_to_a_report_that_was_seen()
    {
        var staff = await _host.Staff("hoshimi", "学校 花子", ("hoshimi-school", Duty.School));
        await using var office = await Desk();
        var desk = await _host.SignedIn(office, staff);
        await using var pocket = await Phone();
        var parent = await Linked(desk, await PhonePage.Open(pocket, _host.Story.PhoneAddress, "hoshimi", "hanako"), staff);

        var (taps, clock) = (0, Stopwatch.StartNew());
        await parent.TapsMenu(7);
        await parent.Hears("どの連絡ですか");
        await parent.Taps("どの連絡ですか", "欠席");
        await parent.Hears("いつですか");
        await parent.Taps("いつですか", "今日");
        await parent.Hears("町の安全なページ", times: 2);
        var page = await parent.Follows("町の安全なページ", "入力ページを開く");
        await page.GetByLabel("発熱", new() { Exact = true }).CheckAsync();
        await Picture(page, "20-absence-page");
        await page.Locator("button.button[name=send]").First.ClickAsync();
        await page.GetByText("トークに戻って").First.WaitForAsync();
        await page.CloseAsync();
        await parent.Hears("入力済み");
        await Picture(parent.Page, "19-absence");
        await parent.Taps("入力済み", "この内容で知らせる");
        await parent.Hears("連絡を学校・園に届けました");
        var first = clock.Elapsed;
        taps += 7;
        (await parent.Page.Locator("body").InnerTextAsync()).ShouldNotContain("星野");
        (await parent.Page.Locator("body").InnerTextAsync()).ShouldNotContain("発熱");

        await desk.GotoAsync(At("schools/hoshimi-school/today"));
        (await desk.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("星野 花"), t => t.ShouldContain("発熱"));
        await Picture(desk, "21-today");
        await desk.GetByRole(AriaRole.Button, new() { Name = "星野 花の連絡を確認した" }).ClickAsync();
        await parent.Hears("学校・園が連絡を確認しました");

        // The next morning.
        (await _host.Store.Peek<int>("update school_absence set first_day = first_day - 1, last_day = last_day - 1 returning 1")).Count.ShouldBe(1);
        clock.Restart();
        await parent.TapsMenu(7);
        await parent.Hears("どの連絡ですか", times: 2);
        await parent.Taps("どの連絡ですか", "昨日と同じ");
        await parent.Hears("今日も欠席");
        await parent.Taps("今日も欠席", "この内容で知らせる");
        await parent.Hears("連絡を学校・園に届けました", times: 2);
        var again = clock.Elapsed;
        (await _host.Store.Peek<string>("select state from school_absence order by sent_at")).ShouldBe(["seen", "sent"]);
        await TestContext.Out.WriteLineAsync(FormattableString.Invariant($"first report: {taps} taps, the machine's part {first.TotalSeconds:0.0} s; yesterday's again: 3 taps, {again.TotalSeconds:0.0} s"));
    }

    /// <summary>The list is brought in, a sheet printed, its code sent and the child's birth date typed.</summary>
    private async Task<PhonePage> Linked(IPage desk, PhonePage parent, StaffMember staff)
    {
        var today = JapanTime.Day(TimeProvider.System.GetUtcNow());
        await _host.Database.InTown(new TownId("hoshimi"), async tx =>
        {
            // Whatever day it is on which this is run.
            await SchoolDayTable.Decide(
                tx, new TownId("hoshimi"), "hoshimi-school", new SchoolDay(today, true, "公開日"), new Actor("staff", $"{staff.Id.Value:n}", "hoshimi"), TimeProvider.System.GetUtcNow(), default);
            return true;
        }, default);
        await desk.GotoAsync(At("schools/roll/hoshimi-school/import"));
        await desk.SetInputFilesAsync("#f-list", new FilePayload { Name = "名簿.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Roll) });
        await desk.ClickAsync("text=内容を確かめる");
        await desk.ClickAsync("text=この内容で取り込む");
        await desk.ClickAsync("text=3年1組の登録用紙を作る");
        var code = await desk.Locator(".sheet", new() { HasText = "星野 花" }).Locator(".sheet-code").InnerTextAsync();

        await parent.Page.GetByTestId("strip-friend").ClickAsync();
        await parent.Hears("友だち追加ありがとうございます");
        await parent.Says($"登録用紙のコード {code}");
        var page = await parent.Follows("町の安全なページ", "入力ページを開く");
        await page.Locator("[name=q-birth]").FillAsync("2017年5月3日");
        await page.Locator("[name=q-nickname]").FillAsync("はな");
        await page.Locator("button.button[name=send]").First.ClickAsync();
        await page.GetByText("結果は、LINEのトークで").WaitForAsync();
        await page.CloseAsync();
        await parent.Hears("「はな」を登録しました");
        return parent;
    }

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();

    private static async Task Picture(IPage page, string name, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1")
        {
            await page.EvaluateAsync("document.getElementById('talk')?.scrollTo(0, 1e6)");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "infra", "screenshots", $"{name}.png") });
        }
    }
}
