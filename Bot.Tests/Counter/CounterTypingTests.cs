using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Counter;

/// <summary>What the counter's page makes of what is typed and chosen, while its answers are on their way.</summary>
public sealed class CounterTypingTests : BrowserFixture
{
    private const string Page = "counter/bulky-waste/hoshimi";

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [TestCase("keys")]
    [TestCase("mouse")]
    public async Task Of_several_meanings_the_one_that_was_chosen_is_taken(string how)
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "電話 係", ("environment", Duty.Clerk)));
        await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{Page}").ToString());
        await page.FillAsync("#q-items-1", "ソファ");
        var meaning = page.GetByRole(AriaRole.Option, new() { Name = "ソファ（2人用）" });
        await meaning.WaitForAsync();
        if (how == "mouse")
        {
            await meaning.ClickAsync();
        }
        else
        {
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("Enter");
        }

        (await page.Locator("[name='q-items-1-key']").InputValueAsync()).ShouldContain("two");

        // The day is asked once thing and area are known, and nothing is left to choose.
        await page.FillAsync("#q-area", "本町");
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("input[name^='q-day'][type=radio]").First.WaitForAsync(new() { Timeout = 8000 });
        (await page.Locator("select[name='q-items-1-key']").CountAsync()).ShouldBe(0);
        (await page.Locator("[name='q-items-1-key']").InputValueAsync()).ShouldContain("two");
    }

    [Test]
    public async Task What_was_typed_while_an_answer_was_on_its_way_is_asked_next()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "電話 係", ("environment", Duty.Clerk)));
        await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/{Page}").ToString());
        var (held, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**", async route =>
        {
            if (route.Request.Method == "POST" && held.TrySetResult())
            {
                await released.Task;
            }

            await route.ContinueAsync();
        });
        await page.FillAsync("#q-items-1", "扇風機2台");
        await page.Keyboard.PressAsync("Tab");
        await held.Task;
        var answered = page.WaitForResponseAsync(answer => answer.Request.Method == "POST");
        await page.FillAsync("#q-area", "本町");
        released.SetResult();
        await (await answered).FinishedAsync();
        await page.Locator("[data-part] .read").WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("input[name^='q-day'][type=radio]").First.WaitForAsync(new() { Timeout = 8000 });
    }
}
