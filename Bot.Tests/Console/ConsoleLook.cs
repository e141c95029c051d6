using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Bot.Tests.Console;

/// <summary>Looks at a page of the console as those who see, hear or touch it differently do.</summary>
internal static class ConsoleLook
{
    /// <summary>axe finds nothing; nothing sticks out at a phone's width; targets can be hit. With <c>SCREENSHOTS=/folder</c> pictures are kept for human eyes.</summary>
    public static async Task Check(IPage page, string name)
    {
        await page.SetViewportSizeAsync(1280, 900);
        await Axe(page, name);
        await Keep(page, $"{name}-1280");
        await page.SetViewportSizeAsync(390, 844);
        await Axe(page, name);
        await Keep(page, $"{name}-390");
        await page.SetViewportSizeAsync(320, 640);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(320, $"{name} sticks out at 320 px");
        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('main button, main select, main input:not([type=hidden]), main a.button')]
              .map(e => [e, (/radio|checkbox/.test(e.type) ? e.closest('label, .choice') || e : e).getBoundingClientRect()])
              .filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24))
              .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)
            """)).ShouldBeEmpty(name);
        await page.SetViewportSizeAsync(1280, 900);
    }

    public static async Task Axe(IPage page, string name) =>
        (await page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty(name);

    public static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
