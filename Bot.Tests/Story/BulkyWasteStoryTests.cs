using System.Runtime.CompilerServices;
using Bot.Tests.Browser;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>The whole story as residents live it, in Chromium: two towns, card and konbini, a correction, a cancellation with refund. Makes README's pictures.</summary>
[TestFixture]
internal sealed class BulkyWasteStoryTests : BrowserFixture
{
    private StoryHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await StoryHost.Start();
        await _host.Publish("hoshimi");
        await _host.Publish("kawabe");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task In_Hoshimi_a_mother_pays_by_card_corrects_an_answer_and_later_cancels()
    {
        await using var context = await Phone();
        var phone = await PhonePage.Open(context, _host.PhoneAddress, "hoshimi", "hanako");
        await phone.Page.GetByTestId("strip-friend").ClickAsync();
        await phone.Hears("友だち追加ありがとうございます");

        await phone.TapsMenu(0);
        await phone.Hears("捨てたい物の名前");
        await phone.Says("そふぁ");
        await phone.Taps("ソファの大きさ", "2人用");
        await phone.Hears("いくつですか");
        await phone.Says("１つ");
        await phone.Hears("ほかにありますか");
        await Picture(phone.Page, "1-talk");
        await phone.Taps("ほかにありますか", "これで全部");
        await phone.Hears("お住まいの地区");
        await phone.Says("ほんちょう");
        await phone.Hears("収集日を選んで");
        await phone.Says("2");
        await phone.Hears("どこに出しますか");
        await phone.Taps("どこに出しますか", "玄関前");

        var page = await phone.Follows("町の安全なページ", "入力ページを開く");
        await FillIn(page, "星見 花子", "0999-00-1234", "本町1丁目2-3");
        await Accessible(page);
        await Picture(page, "2-page");
        await page.GetByRole(AriaRole.Button, new() { Name = "送信" }).Or(page.Locator("button.button[name=send]")).First.ClickAsync();
        await page.GetByText("トークに戻って").First.WaitForAsync();
        await page.CloseAsync();

        await phone.Hears("入力済み");
        (await phone.Heard("入力済み").InnerTextAsync()).ShouldNotContain("花子");
        await phone.Says("1");
        await phone.Hears("ほかにありますか");
        await Task.Delay(500);
        await phone.Says("自転車");
        await phone.Taps("自転車の大きさ", "大人用");
        await phone.Hears("自転車はいくつですか");
        await phone.Says("1");
        await phone.Taps("合計　1,500円", "これで全部");
        await phone.Hears("入力済み", times: 2);
        await Picture(phone.Page, "3-review");
        await phone.Taps("入力済み", "この内容で申し込む");
        await phone.Hears("お支払いください");

        var pay = await phone.Follows("お支払いください", "支払う");
        await Pay(pay, "card");
        await phone.Hears("この番号を品物に書いてください");
        await Picture(phone.Page, "4-number");

        await phone.TapsMenu(1);
        await phone.Hears("どの申し込みですか");
        await phone.Says("1");
        await phone.Taps("どうなさいますか", "申し込みを取り消す");
        await phone.Hears("全額返金します");
        await Picture(phone.Page, "5-mine");
        await phone.Taps("全額返金します", "取り消す");
        await phone.Hears("返金します。届くまで");
        await StoryHost.Until(() => Task.FromResult(_host.Ledger.Entries.Any(e => e.Kind.Contains("refund", StringComparison.Ordinal))), "the money never went back");
        await NothingPersonal("星見 花子", "0999001234", "0999-00-1234", "本町1丁目2-3");
        (await _host.Database.Peek<int>("select coalesce(max(length(payload)), 0) from inbox where source = 'form' and done_at is not null")).ShouldBe([0]);
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task In_Kawabe_a_teacher_speaks_English_and_pays_at_a_konbini()
    {
        await using var context = await Phone();
        var phone = await PhonePage.Open(context, _host.PhoneAddress, "kawabe", "emma");
        await phone.Page.GetByTestId("strip-friend").ClickAsync();
        await phone.Taps("友だち", "English");
        await phone.Hears("We will write to you in English");
        await phone.Says("bulky waste");
        await phone.Hears("like to have collected");
        await phone.Says("bicycle");
        await phone.Hears("Which size is it?");
        await phone.Says("2");
        await phone.Hears("How many");
        await phone.Says("2");
        await phone.Hears("Is there anything else?");
        await phone.Says("2");
        await phone.Hears("Which part of the town");
        await Picture(phone.Page, "6-english");
        await phone.Says("1");
        await phone.Hears("Choose the day");
        await phone.Says("2");
        await phone.Hears("Where will you put");
        await phone.Says("1");
        var page = await phone.Follows("secure page", "Open the page");
        await FillIn(page, "Emma Clarke", "0999001111", "Kawabe 1-2");
        await page.Locator("button.button[name=send]").ClickAsync();
        // Closing a page that is still on its way may never end.
        await page.WaitForURLAsync("**?lang=en");
        await page.CloseAsync();
        await phone.Hears("Entered");
        await phone.Says("submit");
        await phone.Hears("Please pay");
        var pay = await phone.Follows("Please pay", "Pay");
        await pay.GetByTestId("method-konbini").Locator("summary").ClickAsync();
        await pay.GetByTestId("pay-konbini").ClickAsync();
        await pay.GetByTestId("voucher-pay").ClickAsync();
        await phone.Hears("Write this number");
        await StoryHost.Until(async () => (await _host.Database.Peek<int>("select count(*)::int from bulky_request where town_id = 'kawabe' and state = 'paid'")).Single() == 1, "the request was never paid");
        await NothingPersonal("Emma Clarke", "0999001111", "Kawabe 1-2");
    }

    [Test]
    public async Task The_phone_page_is_accessible()
    {
        await using var context = await Desk();
        var phone = await PhonePage.Open(context, _host.PhoneAddress, "hoshimi", "fumi");
        await phone.Says("こんにちは");
        await phone.Hears("ご用件");
        await Accessible(phone.Page);
        await Picture(phone.Page, "7-desk");
    }

    private static async Task FillIn(IPage page, string name, string telephone, string address)
    {
        await page.Locator("[name=q-name]").FillAsync(name);
        await page.Locator("[name=q-telephone]").FillAsync(telephone);
        await page.Locator("[name=q-address]").FillAsync(address);
    }

    private static async Task Pay(IPage page, string method)
    {
        var button = page.GetByTestId($"pay-{method}");
        await page.GetByTestId($"method-{method}").WaitForAsync(new() { Timeout = 30_000 });
        if (!await button.IsVisibleAsync())
        {
            await page.GetByTestId($"method-{method}").Locator("summary").ClickAsync();
        }

        await button.ClickAsync();
        await page.WaitForURLAsync("**/pay/**");
        await page.CloseAsync();
    }

    /// <summary>Walks everything that LINE ever got from us in this story.</summary>
    private async Task NothingPersonal(params string[] secrets)
    {
        var sent = await _host.Database.Peek<string>("select convert_from(body, 'UTF8') from outbox where kind = 'line.messages'");
        sent.ShouldNotBeEmpty();
        foreach (var secret in secrets)
        {
            sent.ShouldAllBe(body => !body.Contains(secret, StringComparison.Ordinal));
        }

        // Nor may anybody learn it who carries away the database or its log of writes.
        var dump = await Sealing.CanaryDump.Of(_host.Database);
        dump.ShouldContain("bulky_request");
        foreach (var secret in secrets)
        {
            dump.ShouldNotContain(secret);
            dump.ShouldNotContain(Sealing.CanaryDump.AsBytes(secret));
            (await Sealing.CanaryDump.InLog(_host.Database, secret)).ShouldBeFalse("the write-ahead log holds what was typed");
        }

        await _host.Database.Peek<int>("insert into staff_call (town_id, call_id, citizen_id, asked_at) values ('hoshimi', gen_random_uuid(), 'canary-カナリア', now()) returning 1");
        (await Sealing.CanaryDump.Of(_host.Database)).ShouldContain("canary-カナリア");
        (await Sealing.CanaryDump.InLog(_host.Database, "canary-カナリア")).ShouldBeTrue("what is not sealed must be found, or this test finds nothing");
    }

    private static async Task Accessible(IPage page)
    {
        var found = await page.RunAxe();
        found.Violations.Select(v => $"{v.Id}: {v.Help} {string.Join(' ', v.Nodes.Select(n => n.Html))}").ShouldBeEmpty();
    }

    private static async Task Picture(IPage page, string name, [CallerFilePath] string here = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "infra", "screenshots");
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") != "1")
        {
            return;
        }

        // As tall as a long bubble, with the menu folded, so that the picture shows the talk.
        var (size, menu) = (page.ViewportSize!, page.GetByTestId("richmenu-bar"));
        if (size.Width < 500)
        {
            await page.SetViewportSizeAsync(size.Width, 1180);
        }

        if (name[0] is not '1' && await menu.IsVisibleAsync() && await menu.GetAttributeAsync("aria-expanded") == "true")
        {
            await menu.ClickAsync();
        }

        await page.EvaluateAsync("document.getElementById('talk') ? document.getElementById('talk').scrollTo(0, 1e6) : scrollTo(0, 0)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
