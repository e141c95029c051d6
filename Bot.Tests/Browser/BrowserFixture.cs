using Microsoft.Playwright;
using NUnit.Framework;

namespace Bot.Tests.Browser;

/// <summary>A Chromium that is on the machine already: <c>CHROMIUM</c>, or where Debian puts it. Without one these tests are ignored, and fail in CI.</summary>
public abstract class BrowserFixture
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected IBrowser Browser => _browser ?? throw new InvalidOperationException("the browser is not started");

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(program))
        {
            const string missing = "no Chromium here: install it, or say where it is in CHROMIUM";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                Assert.Fail(missing);
            }

            Assert.Ignore(missing);
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                "--disable-default-apps", "--disable-sync", "--no-first-run", "--mute-audio",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A resident's phone; 390 px is the width of most.</summary>
    protected Task<IBrowserContext> Phone(Action<BrowserNewContextOptions>? with = null) => Context(390, 844, with);

    protected Task<IBrowserContext> Desk(Action<BrowserNewContextOptions>? with = null) => Context(1280, 900, with);

    private Task<IBrowserContext> Context(int width, int height, Action<BrowserNewContextOptions>? with)
    {
        var options = new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "ja-JP",
            TimezoneId = "Asia/Tokyo",
            JavaScriptEnabled = true,
        };
        with?.Invoke(options);
        return Browser.NewContextAsync(options);
    }
}
