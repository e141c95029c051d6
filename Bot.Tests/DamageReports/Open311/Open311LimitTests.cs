using System.Net;
using Bot.Api.DamageReports.Open311;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Domain.Staff;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports.Open311;

/// <summary>How often programs may come, and the page on which their keys are made.</summary>
[NonParallelizable]
public sealed class Open311LimitTests : BrowserFixture
{
    [Test]
    public void Each_address_and_each_key_has_its_own_measure()
    {
        using var limits = new Open311Limits(3, 2);
        Enumerable.Range(0, 5).Select(_ => limits.MayAsk("192.0.2.1")).ShouldBe([true, true, true, false, false]);
        limits.MayAsk("192.0.2.2").ShouldBeTrue();
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        Enumerable.Range(0, 3).Select(_ => limits.MayWrite(one)).ShouldBe([true, true, false]);
        limits.MayWrite(other).ShouldBeTrue();
    }

    [Test]
    public async Task Who_comes_too_often_is_told_so_in_the_format_asked_for_and_the_keys_page_can_be_used_by_anybody()
    {
        await using var host = await ConsoleHost.Start();
        host.Story.Set("Open311:CallsPerMinute", "12");
        host.Story.Set("Open311:WritesPerMinute", "2");
        await host.Story.Restart();
        using var client = new Open311Client(host) { Key = await Open311Client.NewKey(host) };
        for (var n = 0; n < 2; n++)
        {
            await client.Reported(("service_code", "pothole"), ("lat", "36.742"), ("long", "138.312"));
        }

        var full = await client.Post("requests.xml", ("service_code", "pothole"), ("lat", "36.742"), ("long", "138.312"));
        (await Open311Client.Faults(full, HttpStatusCode.TooManyRequests)).Single().ShouldContain("this api_key");
        full.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
        (await host.Store.Peek<long>("select count(*) from damage_report")).ShouldBe([2]);
        client.Key = await Open311Client.NewKey(host, title: "別のアプリ");
        await client.Reported(("service_code", "pothole"), ("lat", "36.742"), ("long", "138.312"));
        HttpResponseMessage answer;
        do
        {
            answer = await client.Get("services.json");
        }
        while (answer.StatusCode == HttpStatusCode.OK);

        (await Open311Client.Faults(answer, HttpStatusCode.TooManyRequests)).Single().ShouldContain("this address");
        (await Open311Client.Faults(await client.Get("discovery.xml"), HttpStatusCode.TooManyRequests)).Count.ShouldBe(1);

        var chief = await host.Staff("hoshimi", "星 職員", ("general", Duty.Administrator));
        await using var browser = await Browser.NewContextAsync();
        var page = await host.SignedIn(browser, chief);
        await page.GotoAsync(new Uri(host.Address, "/console/hoshimi/damage-reports/keys").ToString());
        await page.FillAsync("#f-title", "市民団体の通報アプリ");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".key code");
        await ConsoleLook.Check(page, "open311-keys");
    }
}
