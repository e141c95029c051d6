using System.Globalization;
using Microsoft.Playwright;

namespace Bot.Tests.Story;

/// <summary>The phone page as a resident's hand: what is tapped, typed and seen.</summary>
internal sealed class PhonePage(IPage page)
{
    public IPage Page => page;

    public static async Task<PhonePage> Open(IBrowserContext context, Uri phone, string town, string person)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{phone}?town={town}&person={person}");
        return new PhonePage(page);
    }

    public ILocator Bubbles => page.GetByTestId("bubble");

    /// <summary>The latest bubble that holds these words.</summary>
    public ILocator Heard(string words) => Bubbles.Filter(new() { HasText = words }).Last;

    /// <param name="times">How often it must have been said by now.</param>
    public async Task Hears(string words, int times = 1) =>
        await Bubbles.Filter(new() { HasText = words }).Nth(times - 1).WaitForAsync(new() { State = WaitForSelectorState.Visible, Timeout = 20_000 });

    public async Task Says(string text)
    {
        await page.GetByTestId("composer").FillAsync(text);
        await page.GetByTestId("send").ClickAsync();
    }

    /// <summary>Taps something in the latest bubble that holds the words.</summary>
    public async Task Taps(string inBubble, string label) =>
        await Heard(inBubble).GetByRole(AriaRole.Button, new() { Name = label }).Last.ClickAsync();

    public async Task TapsMenu(int area)
    {
        var spot = page.GetByTestId($"richmenu-area-{area}");
        if (!await spot.IsVisibleAsync())
        {
            await page.GetByTestId("richmenu-bar").ClickAsync();
        }

        await spot.ClickAsync();
    }

    /// <summary>Sends a place by the sheet that slides up.</summary>
    public async Task SendsPlace(double latitude, double longitude)
    {
        await page.GetByTestId("attach").ClickAsync();
        await page.GetByTestId("open-place").ClickAsync();
        await page.GetByTestId("place-latitude").FillAsync(latitude.ToString(CultureInfo.InvariantCulture));
        await page.GetByTestId("place-longitude").FillAsync(longitude.ToString(CultureInfo.InvariantCulture));
        await page.GetByTestId("place-send").ClickAsync();
    }

    /// <param name="sample">One of the simulator's pictures, such as <c>pothole</c>.</param>
    public async Task SendsPhoto(string sample)
    {
        await page.GetByTestId("attach").ClickAsync();
        await page.GetByTestId($"photo-sample-{sample}").ClickAsync();
    }

    /// <summary>Follows a link in a bubble; it opens as a page of its own, as LINE's browser does.</summary>
    public async Task<IPage> Follows(string inBubble, string label)
    {
        var link = Heard(inBubble).GetByRole(AriaRole.Link, new() { Name = label }).Or(Heard(inBubble).GetByRole(AriaRole.Button, new() { Name = label })).Last;
        return await page.Context.RunAndWaitForPageAsync(() => link.ClickAsync());
    }
}
