using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Photos;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The phone at the place, where there is no signal.</summary>
public sealed class FieldBrowserTests : BrowserFixture
{
    private static readonly GeoPoint Place = new(36.7502, 138.3302);

    private StaffMember _crew = null!;

    [SetUp]
    public async Task Arrive() => _crew = await Host.Staff("hoshimi", "道野 守", ("environment", Duty.Crew));

    [Test]
    public async Task Three_steps_without_signal_one_with_a_picture_reach_the_office_once_and_in_order()
    {
        var (one, two) = (await Mine("pothole", "U-road-1", "北の角"), await Mine("pothole", "U-road-2", "南の角", 0.01));
        await using var phone = await Phone(Located);
        var page = await Field(phone);
        await phone.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator($"#field[data-ready=true] #case-{one:n}").WaitForAsync();
        await page.Locator(".phone-line.warn").WaitForAsync();

        await page.Locator($"#case-{one:n} [data-may=begin] button").ClickAsync();
        await Fill(page, one, "finish", "ふさいだ", picture: true);
        await Fill(page, two, "not-found", "草の中も見た", picture: false);
        await Assertions.Expect(page.Locator("#field")).ToHaveAttributeAsync("data-waiting", "3");
        await Assertions.Expect(page.Locator(".phone-line.warn")).ToContainTextAsync("未送信 3 件");
        (await page.Locator(".field-done").InnerTextAsync()).ShouldContain("完了（未送信）");
        await page.Locator($"#case-{one:n}").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await ConsoleLook.Keep(page, "field-offline-390");

        // The phone is put away and taken out again, still without signal.
        await page.ReloadAsync();
        await page.Locator("#field[data-waiting='3']").WaitForAsync();
        (await State(one)).ShouldBe("new");
        await phone.SetOfflineAsync(false);
        await page.Locator("#field[data-waiting='0']").WaitForAsync(new() { Timeout = 30000 });
        (await State(one), await State(two)).ShouldBe(("done", "not-found"));
        (await Host.Store.Peek<string>("select act || ' ' || outcome || ' ' || photos from damage_step where staff_id = @id order by count", new { id = _crew.Id.Value.ToString("n") }))
            .ShouldBe(["begin Counts 0", "finish Counts 1", "not-found Counts 0"]);
        (await Told("U-road-1")).Count.ShouldBe(2);
        (await page.Locator(".phone-line").InnerTextAsync()).ShouldContain("すべて送られています");
    }

    [Test]
    public async Task The_nearest_stands_first_and_what_is_being_typed_stays()
    {
        var (far, near) = (await Mine("pothole", "U-road-3", "遠い所", 0.02, danger: "life"), await Mine("pothole", "U-road-4", "近い所"));
        await using var phone = await Phone(Located);
        var page = await Field(phone);
        await page.Locator($"li:nth-child(1) #case-{near:n}").WaitForAsync();
        (await page.Locator($"#case-{near:n} .field-way").InnerTextAsync()).ShouldBe("約220m　北 ↑");
        (await page.Locator($"#case-{far:n} .field-way").InnerTextAsync()).ShouldStartWith("約2.4km　北");
        await page.Locator($"#case-{near:n} details").First.Locator("summary").ClickAsync();
        await page.Locator($"#case-{near:n} textarea").First.FillAsync("書きかけ");
        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("dispatchEvent(new Event('online'))"), r => r.Url.Contains("/field/list", StringComparison.Ordinal));
        (await page.Locator($"#case-{near:n} textarea").First.InputValueAsync()).ShouldBe("書きかけ");
        await page.Locator("#field-map").ClickAsync();
        await page.Locator("#map[data-ready=true] .map-stop").First.WaitForAsync();
        await ConsoleLook.Check(page, "field");
        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('#field .button, #field summary, #field .choice')].map(e => [e, e.getBoundingClientRect()])
              .filter(([, b]) => b.width > 0 && (b.height < 44 || b.width < 48)).map(([e, b]) => `${e.outerHTML.slice(0, 80)} ${b.width}x${b.height}`)
            """)).ShouldBeEmpty();
    }

    [Test]
    public async Task What_somebody_else_closed_meanwhile_is_said_until_it_is_read_and_kept_as_a_note()
    {
        var id = await Mine("pothole", "U-road-5", "橋のたもと");
        await using var phone = await Phone(Located);
        var page = await Field(phone);
        await phone.SetOfflineAsync(true);
        await Fill(page, id, "finish", "ふさいだ", picture: false);
        await Takes(id, "not-found");
        await phone.SetOfflineAsync(false);
        await page.Locator(".phone-trouble").WaitForAsync(new() { Timeout = 30000 });
        (await page.Locator(".phone-trouble").InnerTextAsync()).ShouldContain("先にほかの人が「現地で見つからず」にしていました。状態は変えず、記録はメモとして残しました。");
        await page.Locator(".phone-trouble button").ClickAsync();
        await page.Locator(".phone-trouble").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await OurClerk.Page(Path(id))).QuerySelector(".timeline")!.TextContent.ShouldContain("ふさいだ");
    }

    [Test]
    public async Task A_session_that_ended_on_the_road_keeps_the_steps_and_signing_out_empties_the_phone()
    {
        var id = await Mine("pothole", "U-road-6", "学校の前");
        await using var phone = await Phone(Located);
        var page = await Field(phone);
        await phone.SetOfflineAsync(true);
        await Fill(page, id, "finish", "ふさいだ", picture: true);
        await Host.End(_crew);
        await phone.SetOfflineAsync(false);
        await page.Locator(".phone-line a").WaitForAsync(new() { Timeout = 30000 });
        (await page.Locator(".phone-line").InnerTextAsync()).ShouldContain("送っていない記録 1 件はこの電話に残っています");
        await page.CloseAsync();
        page = await Field(phone);
        await page.Locator("#field[data-waiting='0']").WaitForAsync(new() { Timeout = 30000 });
        (await State(id)).ShouldBe("done");
        await page.Locator("form[action$='/sign-out'] button").ClickAsync();
        await page.WaitForURLAsync("**/sign-in*");
        (await page.EvaluateAsync<int>("indexedDB.databases().then(all => all.length)")).ShouldBe(0);
        (await page.EvaluateAsync<int>("caches.keys().then(all => all.length)")).ShouldBe(0);
    }

    private static void Located(BrowserNewContextOptions with) => (with.Geolocation, with.Permissions) = (new Geolocation { Latitude = 36.7482f, Longitude = 138.3302f }, ["geolocation"]);

    /// <summary>A case on the crew's own desk.</summary>
    private async Task<Guid> Mine(string kind, string citizen, string label, double north = 0, string danger = "no")
    {
        var id = await Report(kind, new GeoPoint(Place.Latitude + north, Place.Longitude), citizen, label, danger: danger);
        await Laid(id, _crew);
        return id;
    }

    /// <summary>The page with one's own cases, once it can do without signal.</summary>
    private async Task<IPage> Field(IBrowserContext phone)
    {
        var page = await Host.SignedIn(phone, _crew);
        await page.GotoAsync(new Uri(Host.Address, "/console/hoshimi/field?of=mine").ToString());
        await page.Locator("#field[data-ready=true][data-kept=true]").WaitForAsync();
        return page;
    }

    private static async Task Fill(IPage page, Guid id, string act, string words, bool picture)
    {
        var fold = page.Locator($"#case-{id:n} details[data-may={act}]");
        await fold.Locator("summary").ClickAsync();
        await fold.Locator("textarea").FillAsync(words);
        if (picture)
        {
            await fold.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.png", MimeType = "image/png", Buffer = PictureSamples.Png() });
            await fold.Locator("form[data-taken='1']").WaitForAsync();
        }

        await fold.Locator("button[type=submit]").ClickAsync();
    }
}
