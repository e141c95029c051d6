using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Tests.Forms;
using Bot.Tests.Postgres;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Browser;

/// <summary>The pages in a real browser: read by axe, measured, and filled with and without script, mouse or colour.</summary>
public sealed class FormBrowserTests : BrowserFixture
{
    private const string Wrong = "wrong";
    private static int _cause;

    private TestDatabase _database = null!;
    private FormsHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _database = await TestDatabase.New();
        _host = await FormsHost.Start(_database);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Every kind of page: how it is called, and how one gets there.</summary>
    private static readonly string[] Kinds =
        ["form-ja", "form-ja-easy", "form-en", "bulky-waste-ja", "bulky-waste-ja-easy", "bulky-waste-en", Wrong, "thanks", "elsewhere", "expired", "unknown", "waiting", "missing", "fails", "region", "town", "village"];

    private static IEnumerable<TestCaseData> Views =>
        Kinds.Select(kind => new TestCaseData(kind, false)).Concat(new[] { "bulky-waste-ja", Wrong, "town" }.Select(kind => new TestCaseData(kind, true)));

    [TestCaseSource(nameof(Views))]
    public async Task Every_page_can_be_read_reached_and_touched_by_all(string kind, bool wide)
    {
        await using var context = await (wide ? Desk() : Phone());
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        await Go(page, kind);
        await Axe(page);
        await Keep(page, $"{kind}-{(wide ? 1280 : 390)}");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Axe(page);
        await Keep(page, $"{kind}-{(wide ? 1280 : 390)}-dark");
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

        // 320 px is a desktop window at 400 % zoom, too.
        await page.SetViewportSizeAsync(320, 640);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(320);
        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')]
              .filter(e => !e.classList.contains('unseen') && !e.classList.contains('skip'))
              .map(e => [e, (e.type === 'radio' ? e.closest('.choice') : e).getBoundingClientRect()])
              .filter(([, box]) => box.height < 44 || box.width < 44)
              .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)
            """)).ShouldBeEmpty();
    }

    [Test]
    public async Task The_whole_way_works_without_script()
    {
        await using var context = await Phone(options => options.JavaScriptEnabled = false);
        var page = await context.NewPageAsync();
        await Go(page, "form-ja");
        await page.GetByLabel("お名前").FillAsync("星野 花子");
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await page.GetByLabel("Telephone number").FillAsync("0999-00-1234");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        (await page.TitleAsync()).ShouldStartWith("Error: ");
        await page.GetByRole(AriaRole.Link, new() { Name = "Name in hiragana" }).ClickAsync();
        await page.Keyboard.TypeAsync("ほしの はなこ");
        await page.GetByLabel("Address").FillAsync("1-2-3 Chuo");
        await page.GetByLabel("People in your household").FillAsync("2");
        await page.GetByLabel("None").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("We have received your answers");
        await page.ReloadAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("We have received your answers");
    }

    [Test]
    public async Task The_enter_key_sends_and_the_skip_link_skips()
    {
        await using var context = await Desk();
        var page = await context.NewPageAsync();
        await Go(page, "form-ja");
        await page.Keyboard.PressAsync("Tab");
        (await page.Locator(":focus").GetAttributeAsync("href")).ShouldBe("#main");
        await page.Keyboard.PressAsync("Tab");
        (await page.Locator(":focus").GetAttributeAsync("value")).ShouldBe("ja-easy");
        await page.GetByLabel("お名前").FillAsync("星野");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".summary");
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("ja");
    }

    [Test]
    public async Task With_forced_colours_and_in_print_everything_is_still_there()
    {
        await using var context = await Phone(options => options.ForcedColors = ForcedColors.Active);
        var page = await context.NewPageAsync();
        await Go(page, Wrong);
        await Keep(page, "wrong-forced-colours");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Keep(page, "wrong-print");
        (await page.Locator(".error").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.GetByText("0999-21-1100").IsVisibleAsync()).ShouldBeTrue();
    }

    private static async Task Axe(IPage page) =>
        (await page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty();

    private async Task Go(IPage page, string kind)
    {
        var language = kind switch
        {
            "form-ja-easy" or "bulky-waste-ja-easy" => Language.EasyJapanese,
            "form-en" or "bulky-waste-en" => Language.English,
            _ => Language.Japanese,
        };
        _host.Clock.Ahead = TimeSpan.Zero;
        var path = kind switch
        {
            "region" => "/",
            "town" => "/hoshimi",
            "village" => "/kawabe",
            "missing" => "/hoshimi/missing",
            "fails" => "/hoshimi/fails",
            "unknown" => "/hoshimi/f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            _ => await _host.Link(
                $"browser-{Interlocked.Increment(ref _cause)}", language: language, citizen: new($"U-{_cause}"),
                page: kind.StartsWith("bulky", StringComparison.Ordinal) ? FormSamples.PageOf(BulkyWasteForms.Request) : FormSamples.Page),
        };
        _host.Clock.Ahead = kind == "expired" ? TimeSpan.FromMinutes(20) : TimeSpan.Zero;
        if (kind is "elsewhere" or "waiting")
        {
            using var other = new Surfer(_host.Address);
            other.Headers["Sec-Fetch-Mode"] = kind == "elsewhere" ? "navigate" : "no-cors";
            await other.Get(path);
        }

        if (kind == "waiting")
        {
            await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["Sec-Purpose"] = "prefetch" });
        }

        await page.GotoAsync(new Uri(_host.Address, path).ToString());
        if (kind is Wrong or "thanks")
        {
            foreach (var (name, typed) in FormSamples.Right.Where(f => f.Key != "q-help"))
            {
                await page.FillAsync($"#{name}", kind == Wrong && name is ("q-phone" or "q-people") ? "12-34" : typed);
            }

            if (kind != Wrong)
            {
                await page.CheckAsync("#q-help-1");
            }

            await Sends(page, kind == Wrong ? ".summary" : ".mark.good");
        }
    }

    /// <summary>A machine that is busy with other tests may say so, and keeps what was typed: one presses again, as residents do.</summary>
    private static async Task Sends(IPage page, string until)
    {
        for (var tries = 1; await page.Locator(until).CountAsync() == 0; tries++)
        {
            await page.ClickAsync(".send button");
            try
            {
                // Whatever the browser says of loading: what counts is what stands there.
                await page.Locator(until).First.WaitForAsync(new() { Timeout = 10_000 });
            }
            catch (TimeoutException) when (tries < 4)
            {
                // given back, too busy
            }
        }
    }

    /// <summary>For human eyes: <c>SCREENSHOTS=/folder</c> keeps a picture of every page.</summary>
    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
