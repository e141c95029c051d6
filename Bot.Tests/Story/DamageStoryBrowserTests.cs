using System.Runtime.CompilerServices;
using Bot.Domain.Staff;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Photos;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>A hole in the road from the talk to the repair, and a lamp that is the neighbour's. README's pictures of damage reports come from here.</summary>
public sealed class DamageStoryBrowserTests : BrowserFixture
{
    /// <summary>A grey square, for machines without a way to the maps.</summary>
    private static readonly byte[] Tile = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==");

    private static readonly byte[] Mended = PictureStudio.Draw("jpg", 480, 320, ppm: PictureStudio.Ppm(480, 320, Patched));

    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    [CancelAfter(120_000)]
    public async Task In_Hoshimi_a_hole_is_reported_twice_and_mended_once()
    {
        await using var first = await Phone();
        var hanako = await Reports(first, "hanako", "道路の穴・ひび", 36.7420, 138.3120, "pothole");
        await Confirms(hanako);
        await hanako.Hears("受付番号 D08-00001");

        // The next who come by see what it looks like, once staff have let them.
        await StoryHost.Until(async () => (await _host.Store.Peek<int>("select 1 from photo where thumbnail is not null")).Count == 1, "her picture never came");
        var clerk = await _host.Staff("hoshimi", "星 あかり", ("environment", Duty.Clerk));
        await using var office = await Desk();
        var desk = await Console(office, clerk, "hoshimi", "damage-reports");
        await desk.GetByRole(AriaRole.Link, new() { Name = "D08-00001", Exact = true }).ClickAsync();
        await desk.Locator("a[href$='/veil']").First.ClickAsync();
        await desk.Locator("input[name=looked]").CheckAsync();
        await desk.Locator("button[value=publish]").ClickAsync();
        await desk.Locator(".told").WaitForAsync();

        await using var second = await Phone();
        var kenta = await Reports(second, "kenta", "道路の穴・ひび", 36.74205, 138.31205, null);
        await kenta.Hears("同じものですか");
        await Picture(kenta.Page, "15-same");
        await kenta.Says("1");
        await kenta.Hears("おそれがありますか");
        await kenta.Says("おそれがある");
        await Confirms(kenta);
        await kenta.Hears("先に届いていた通報に加えました");

        await desk.GotoAsync(new Uri(_host.Address, "/console/hoshimi/damage-reports").ToString());
        await desk.Locator("#map[data-ready=true]").WaitForAsync();
        (await desk.Locator("tbody").InnerTextAsync()).ShouldContain("2人");
        await Picture(desk, "16-reports");
        await desk.GetByRole(AriaRole.Link, new() { Name = "D08-00001", Exact = true }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "自分が担当する" }).ClickAsync();
        await desk.Locator("a[href$='/move/accept']").First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "確認ずみにする" }).ClickAsync();
        await hanako.Hears("担当の係が内容を確認しました");

        await using var road = await Phone(Located(36.7411, 138.3109));
        var field = await Console(road, clerk, "hoshimi", "field");
        await field.Locator("#field[data-kept=true] .field-way").First.WaitForAsync();
        await field.Locator(".field-picture img").First.WaitForAsync();
        await Picture(field, "18-field");
        await Mends(field, "穴をふさぎました");
        await hanako.Hears("作業が終わりました");
        await kenta.Hears("作業が終わりました");
        // Without https LINE shows no picture; then its address stands there.
        await hanako.Hears("/hoshimi/photo/");
        await kenta.Hears("/hoshimi/photo/");
        await hanako.Taps("作業が終わりました", "役に立った");
        await hanako.Hears("ありがとうございます");

        await using var anywhere = await Desk();
        var open = await anywhere.NewPageAsync();
        await Tiles(open);
        await open.GotoAsync(new Uri(_host.Address, "/hoshimi/reports?state=closed&lang=ja").ToString());
        await open.Locator("#map[data-ready]").WaitForAsync();
        await Picture(open, "17-public");
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task What_is_reported_in_Hoshimi_and_lies_in_Kawabe_is_mended_there_and_told_here()
    {
        await using var phone = await Phone();
        var fumi = await Reports(phone, "fumi", "街路灯が消えている", 36.7041, 138.3572, "streetlight");
        await Confirms(fumi);
        await fumi.Hears("川辺村へ引き継ぎ");
        await StoryHost.Until(async () => (await _host.Store.Peek<int>("select 1 from damage_case where town_id = 'kawabe'")).Count == 1, "it never came to the other town");
        await StoryHost.Until(async () => (await _host.Store.Peek<int>("select 1 from damage_handed_photo where town_id = 'kawabe' and taken_at is not null")).Count == 1, "its picture never came");

        await using var road = await Phone(Located(36.7040, 138.3570));
        var field = await Console(road, await _host.Staff("kawabe", "川辺 守", ("environment", Duty.Crew)), "kawabe", "field");
        await field.Locator("#field[data-kept=true] .field-picture img").WaitForAsync();
        await Mends(field, "球を替えました");
        await fumi.Hears("作業が終わりました");
        (await _host.Store.Peek<string>("select state from damage_case where town_id = 'hoshimi' and target = 'town:kawabe'")).ShouldBe(["done"]);
    }

    /// <summary>As far as the question whether it is one of those nearby, or as the review when nothing is near.</summary>
    private async Task<PhonePage> Reports(IBrowserContext context, string person, string kind, double latitude, double longitude, string? photo)
    {
        var phone = await PhonePage.Open(context, _host.Story.PhoneAddress, "hoshimi", person);
        await phone.Page.GetByTestId("strip-friend").ClickAsync();
        await phone.Hears("友だち追加ありがとうございます");
        await phone.Says("通報");
        await phone.Hears("どんな異常ですか");
        if (photo is not null)
        {
            await phone.SendsPhoto(photo);
            await phone.Hears("写真を加えました");
        }

        await phone.Says(kind);
        await phone.Hears("場所はどこですか");
        await phone.SendsPlace(latitude, longitude);
        if (photo is null)
        {
            return phone;
        }

        await phone.Hears("おそれがありますか");
        await phone.Says("いいえ");
        await phone.Hears("ほかに伝えたいこと");
        await phone.Says("ない");
        return phone;
    }

    private static async Task Confirms(PhonePage phone)
    {
        await phone.Hears("異常の種類");
        await phone.Says("はい");
    }

    /// <summary>One at the place: begun, then done with a picture that those who reported it get.</summary>
    private static async Task Mends(IPage field, string words)
    {
        await field.Locator("[data-may=begin] button").First.ClickAsync();
        var fold = field.Locator("details[data-may=finish]").First;
        await fold.Locator("summary").ClickAsync();
        await fold.Locator("textarea").FillAsync(words);
        await fold.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "after.jpg", MimeType = "image/jpeg", Buffer = Mended });
        await fold.Locator("form[data-taken='1']").WaitForAsync();
        await fold.Locator("input[name=tell]").CheckAsync();
        await fold.Locator("button[type=submit]").ClickAsync();
        await field.Locator("#field[data-waiting='0']").WaitForAsync(new() { Timeout = 30000 });
    }

    private async Task<IPage> Console(IBrowserContext context, StaffMember staff, string town, string path)
    {
        var page = await _host.SignedIn(context, staff);
        await Tiles(page);
        await page.GotoAsync(new Uri(_host.Address, $"/console/{town}/{path}").ToString());
        return page;
    }

    private static async Task Tiles(IPage page) => await page.Context.RouteAsync(
        "https://cyberjapandata.gsi.go.jp/**", route => route.FulfillAsync(new() { Status = 200, ContentType = "image/png", BodyBytes = Tile }));

    private static Action<BrowserNewContextOptions> Located(double latitude, double longitude) => with =>
        (with.Geolocation, with.Permissions) = (new Geolocation { Latitude = (float)latitude, Longitude = (float)longitude }, ["geolocation"]);

    /// <summary>Grey with a white line, and a darker patch where the hole was.</summary>
    private static (int R, int G, int B) Patched(int x, int y) =>
        Math.Pow((x - 250) / 90.0, 2) + Math.Pow((y - 190) / 55.0, 2) < 1 ? (70, 70, 74)
        : x is > 60 and < 78 ? (235, 235, 230)
        : (128 + (((x * 7) + (y * 13)) % 11), 128 + (((x * 7) + (y * 13)) % 11), 132);

    private static async Task Picture(IPage page, string name, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") != "1")
        {
            return;
        }

        await page.EvaluateAsync("document.getElementById('talk')?.scrollTo(0, 1e6)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "infra", "screenshots", $"{name}.png") });
    }
}
