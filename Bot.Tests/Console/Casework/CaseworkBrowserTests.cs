using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.Casework;

/// <summary>The shared pages in Chromium: seen, touched, and told of what others do meanwhile.</summary>
public sealed class CaseworkBrowserTests : BrowserFixture
{
    private ConsoleHost _host = null!;
    private StaffMember _staff = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _staff = await _host.Staff("hoshimi", "星 一郎", ("environment", Duty.Clerk));
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task The_pages_can_be_read_reached_and_touched_by_all()
    {
        var call = await CaseSamples.Call(_host, "hoshimi", "U-looked");
        await using var context = await Desk();
        var page = await _host.SignedIn(context, _staff);
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        page.Dialog += (_, dialog) => complaints.Add($"Content Security Policy {dialog.Message}");
        await page.GotoAsync(At($"calls/{call:n}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "自分が担当する" }).ClickAsync();
        await page.GetByLabel("職員のメモを書く").FillAsync("<script>alert(1)</script> \u202E逆 👨‍👩‍👧 " + new string('長', 600));
        await page.GetByRole(AriaRole.Button, new() { Name = "メモを残す" }).ClickAsync();
        await ConsoleLook.Check(page, "casework-call");
        await page.GetByRole(AriaRole.Link, new() { Name = "消す" }).First.ClickAsync();
        await ConsoleLook.Check(page, "casework-confirm");
        foreach (var (path, name) in new[] { ("calls", "calls"), ("replies", "replies-empty"), ("mine", "mine"), ($"casework/call/{call:n}/hand", "hand"), ($"casework/call/{call:n}/letter", "letter"), ("", "home") })
        {
            await page.GotoAsync(At(path));
            await ConsoleLook.Check(page, $"casework-{name}");
        }

        await page.GotoAsync(At("mine?service=call&sort=title"));
        await page.GetByText("保存した表示").ClickAsync();
        await page.GetByLabel("いまの条件と並び順に名前を付ける").FillAsync("相談だけ");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存する" }).ClickAsync();
        await ConsoleLook.Check(page, "casework-mine-views");
        await page.GetByRole(AriaRole.Link, new() { Name = "担当になった日時" }).ClickAsync();
        (await page.Locator("th[aria-sort=ascending]").InnerTextAsync()).ShouldContain("担当になった日時");

        await page.GotoAsync(At($"casework/call/{call:n}/letter"));
        await page.GetByRole(AriaRole.Link, new() { Name = "都合を聞く" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "この内容で送る" }).ClickAsync();
        var body = (await _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = 'U-looked'")).Single();
        var link = body[body.IndexOf("/hoshimi/letter/", StringComparison.Ordinal)..][..("/hoshimi/letter/".Length + 22)];
        await using var phone = await Phone();
        var letter = await phone.NewPageAsync();
        foreach (var language in new[] { "ja", "ja-easy", "en" })
        {
            await letter.GotoAsync(new Uri(_host.Address, $"{link}?lang={language}").ToString());
            await ConsoleLook.Check(letter, $"letter-{language}");
        }

        await letter.Locator("#answer").FillAsync("火曜の午後なら家にいます。");
        await letter.Locator(".send button").ClickAsync();
        await ConsoleLook.Check(letter, "letter-answered");
        await page.GotoAsync(At("replies"));
        await ConsoleLook.Check(page, "casework-replies");
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_list_says_that_there_is_news_and_moves_nothing_until_it_is_asked()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, _staff);
        await page.GotoAsync(At("calls"));
        var rows = await page.Locator("main tr").CountAsync();
        // Written past the process, as another one would.
        await CaseSamples.Call(_host, "hoshimi", "U-news-1");
        await page.Locator(".live-news").GetByText("新しい相談か変更があります。").WaitForAsync(new() { Timeout = 10_000 });
        (await page.Locator("main tr").CountAsync()).ShouldBe(rows);
        await page.GetByRole(AriaRole.Button, new() { Name = "更新して見る" }).ClickAsync();
        await page.WaitForFunctionAsync($"document.querySelectorAll('main tr').length > {rows}");
    }

    [Test]
    public async Task Where_no_stream_comes_through_asking_brings_the_news()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, _staff);
        await page.RouteAsync("**/live?topic=*", route => route.AbortAsync());
        await page.Clock.InstallAsync();
        await page.GotoAsync(At("calls"));
        await CaseSamples.Call(_host, "hoshimi", "U-news-2");
        var news = page.Locator(".live-news").GetByText("新しい相談か変更があります。");
        // The page sets its alarm when it has noticed that no stream comes; time that passes before that rings nothing.
        for (var tries = 0; tries < 20 && !await news.IsVisibleAsync(); tries++)
        {
            await page.Clock.FastForwardAsync(16_000);
            await Task.Delay(250);
        }

        await news.WaitForAsync(new() { Timeout = 5_000 });
    }

    [Test]
    public async Task A_stream_ends_with_its_session()
    {
        var staff = await _host.Staff("hoshimi", "帰る 人", ("environment", Duty.Clerk));
        await using var context = await Desk();
        var page = await _host.SignedIn(context, staff);
        await page.GotoAsync(At("calls"));
        await _host.End(staff);
        await page.Locator(".live-news").GetByText("サインインの時間が切れました。").WaitForAsync(new() { Timeout = 25_000 });
    }

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
