using System.Net;
using System.Text.Json;
using Bot.Infrastructure.Photos;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Console.DamageReports;
using Bot.Tests.Forms;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>The public's pages and files in the whole house: by HTTP, and once in Chromium.</summary>
public sealed class PublicPageTests : BrowserFixture
{
    private static readonly string[] Personal = ["山田", "0999001234", "秘密の言葉", "花子の家", "U-open-"];

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>A grey square, for machines without a way to the maps.</summary>
    private static readonly byte[] Tile = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==");

    private ConsoleHost _host = null!;
    private Surfer _surfer = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _surfer = new Surfer(_host.Address);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _surfer.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task The_list_is_narrowed_paged_and_kept_for_a_minute_by_whoever_passes_it_on()
    {
        for (var n = 0; n < 22; n++)
        {
            await DamageSamples.Report(_host, "roadside", DamageWorld.Honcho, $"U-open-{n}", "花子の家の前", telephone: "0999001234", remark: "秘密の言葉");
        }

        var answer = await _surfer.Get("/hoshimi/reports?kind=roadside");
        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=60");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        answer.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
        var page = await Surfer.Page(answer);
        page.QuerySelectorAll(".report").Length.ShouldBe(20);
        page.QuerySelector("#h-list")!.TextContent.ShouldBe("通報 22件");
        page.QuerySelector("nav.pages a[rel=next]")!.GetAttribute("href").ShouldBe("/hoshimi/reports?kind=roadside&page=2");
        (await Page("/hoshimi/reports?kind=roadside&page=2")).QuerySelectorAll(".report").Length.ShouldBe(2);
        (await Page("/hoshimi/reports?kind=roadside&state=closed")).QuerySelector("main")!.TextContent.ShouldContain("当てはまる通報はありません");
        foreach (var strange in (string[])["kind=%00", "kind=volcano", "kind=gas", "kind='%20or%201=1"])
        {
            (await Page($"/hoshimi/reports?{strange}&page=٣&state=x&lang=tlh")).QuerySelectorAll(".report").ShouldBeEmpty(strange);
        }

        using var again = new HttpRequestMessage(HttpMethod.Get, "/hoshimi/reports?kind=roadside");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        (await _surfer.Send(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await DamageSamples.Report(_host, "roadside", DamageWorld.Honcho, "U-open-99");
        using var changed = new HttpRequestMessage(HttpMethod.Get, "/hoshimi/reports?kind=roadside");
        changed.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        (await _surfer.Send(changed)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var english = await Page("/hoshimi/reports?kind=roadside&lang=en");
        english.QuerySelector("h1")!.TextContent.ShouldBe("Problems reported in town");
        english.QuerySelectorAll(".languages a").Select(a => a.GetAttribute("href")).ShouldContain("?kind=roadside&lang=ja-easy");
        (await _surfer.Get("/mizuho-union/reports")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a union has no such service");
        (await _surfer.Get("/nowhere/reports")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task What_is_joined_leads_on_what_is_over_is_gone_and_what_never_was_is_not_found()
    {
        var (id, other) = (await DamageSamples.Report(_host, "fallen-tree", DamageWorld.Honcho, "U-open-on-1"), await DamageSamples.Report(_host, "fallen-tree", DamageWorld.Honcho, "U-open-on-2"));
        using var clerk = await _host.SignIn("hoshimi", ("environment", Bot.Domain.Staff.Duty.Clerk));
        await clerk.Done(await clerk.Page($"{DamageSamples.Path(other)}/move/merge"), "/move/merge", ("number", await Number(id)));
        var moved = await _surfer.Get($"/hoshimi/reports/{await Number(other)}?lang=en");
        moved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        moved.Headers.Location!.OriginalString.ShouldBe($"/hoshimi/reports/{await Number(id)}?lang=en");
        await clerk.Done(await clerk.Page($"{DamageSamples.Path(id)}/move/finish"), "/move/finish");
        (await Page($"/hoshimi/reports/{await Number(id)}")).QuerySelector(".steps-of-report")!.TextContent.ShouldContain("作業が終わりました。");
        await _host.Store.Peek<int>("update damage_case set changed_at = now() - interval '91 days' where case_id = @id returning 1", new { id });
        (await _surfer.Get($"/hoshimi/reports/{await Number(id)}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await _surfer.Get($"/hoshimi/reports/{await Number(other)}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var strange in (string[])["D99-99999", "D08-%E2%98%830001", "x", "D08-００００１", new string('D', 500)])
        {
            (await _surfer.Get($"/hoshimi/reports/{strange}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, strange);
        }
    }

    [Test]
    public async Task The_files_say_the_same_with_a_licence_and_nothing_of_anybody()
    {
        var exact = await DamageSamples.Report(_host, "cave-in", DamageWorld.Honcho, "U-open-data-1", "花子の家の前", telephone: "0999001234", remark: "秘密の言葉");
        var coarse = await DamageSamples.Report(_host, "wildlife", new(36.74234, 138.31267), "U-open-data-2");
        var answer = await _surfer.Get("/hoshimi/reports.geojson?lang=en");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/geo+json; charset=utf-8");
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        answer.Headers.GetValues("Link").Single().ShouldBe("<https://creativecommons.org/licenses/by/4.0/deed.ja>; rel=\"license\"");
        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToList();
        json.RootElement.GetProperty("numberMatched").GetInt32().ShouldBe(features.Count);
        var (number, rough) = (await Number(exact), await Number(coarse));
        var one = features.Single(f => f.GetProperty("id").GetString() == number);
        one.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(c => c.GetDouble()).ShouldBe([138.312, 36.742]);
        one.GetProperty("properties").GetProperty("kind_name").GetString().ShouldBe("Sunken road");
        one.GetProperty("properties").GetProperty("url").GetString().ShouldBe(new Uri(_host.Address, $"/hoshimi/reports/{await Number(exact)}").ToString());
        features.Single(f => f.GetProperty("id").GetString() == rough)
            .GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(c => c.GetDouble()).ShouldBe([138.313, 36.742], "only about 100 m");

        var csv = await _surfer.Get($"/hoshimi/reports.csv?number={number}");
        csv.Headers.ETag.ShouldNotBeNull();
        var lines = (await csv.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldContain("\"受付番号\"");
        lines[1].ShouldStartWith($"\"{await Number(exact)}\",\"cave-in\",\"道路の陥没・段差\",\"new\",\"受付\",\"本町\",36.742000,138.312000,");
        lines[1].ShouldEndWith("\"https://creativecommons.org/licenses/by/4.0/deed.ja\"");
        lines.Length.ShouldBe(3);
        var everything = text + string.Concat(lines) + (await Page("/hoshimi/reports")).DocumentElement.OuterHtml + (await Page($"/hoshimi/reports/{await Number(exact)}")).DocumentElement.OuterHtml;
        Personal.Where(p => everything.Contains(p, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Test]
    public async Task What_belongs_to_a_drill_is_never_shown()
    {
        var drill = await DamageSamples.Report(_host, "cave-in", DamageWorld.Honcho, "U-open-drill");
        (await _surfer.Get($"/hoshimi/reports/{await Number(drill)}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _host.Store.Peek<int>("update damage_case set is_drill = true where case_id = @drill returning 1", new { drill });
        (await _surfer.Get($"/hoshimi/reports/{await Number(drill)}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await _surfer.Get("/hoshimi/reports.geojson")).Content.ReadAsStringAsync()).ShouldNotContain(await Number(drill));
    }

    [Test]
    public async Task A_veiled_picture_is_served_by_its_own_case_only_and_an_original_never()
    {
        var id = await DamageSamples.Report(_host, "drain", DamageWorld.Honcho, "U-open-photo", photos: ["open-1", "open-2"]);
        var other = await DamageSamples.Report(_host, "drain", DamageWorld.Honcho, "U-open-photo-2");
        var open = await _host.Database.InTown(DamageWorld.Hoshimi, async tx =>
        {
            foreach (var photo in (string[])["open-1", "open-2"])
            {
                await PhotoTable.Add(tx, _host.Store.Sealer, DamageWorld.Hoshimi, photo, new("U-open-photo"), new Picture(PictureKind.Jpeg, 1, 1, "original"u8.ToArray(), "small"u8.ToArray()), Now, default);
            }

            return await PublishedPhotoTable.Publish(tx, _host.Store.Sealer, DamageWorld.Hoshimi, "open-1", new VeiledPicture("veiled"u8.ToArray(), "small"u8.ToArray()), DamageRig.Clerk.Actor, Now, default);
        }, default);
        var page = await Page($"/hoshimi/reports/{await Number(id)}");
        var address = page.QuerySelectorAll(".pictures img").Single().GetAttribute("src")!;
        address.ShouldBe($"/hoshimi/reports/{await Number(id)}/photos/{open}");
        var picture = await _surfer.Get(address);
        (await picture.Content.ReadAsStringAsync()).ShouldBe("veiled");
        picture.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await _surfer.Get($"/hoshimi/reports/{await Number(other)}/photos/{open}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await _host.Database.InTown(DamageWorld.Hoshimi, tx => PhotoTable.Erase(tx, DamageWorld.Hoshimi, "open-1", Now, default), default);
        (await _surfer.Get(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "taken back is taken back here too");
    }

    [Test]
    public async Task Everybody_can_read_it_on_any_screen_with_and_without_scripts()
    {
        foreach (var (kind, north) in ((string, double)[])[("street-lamp", 0), ("wildlife", 0.003), ("cave-in", 0.006)])
        {
            await DamageSamples.Report(_host, kind, new(36.742 + north, 138.312), $"U-look-{kind}");
        }

        var id = await DamageSamples.Report(_host, "park", DamageWorld.Honcho, "U-look-park");
        using var clerk = await _host.SignIn("hoshimi", ("environment", Bot.Domain.Staff.Duty.Clerk));
        var panel = await clerk.Done(await clerk.Page(DamageSamples.Path(id)), "/publication", ("show", "yes"), ("words", "中央公園のぶらんこの鎖が切れています。使わないでください。"));
        await clerk.Done(panel, "/answers", ("words", "部品が届くのは12月中旬の見込みです。"));
        await clerk.Done(await clerk.Page($"{DamageSamples.Path(id)}/move/accept"), "/move/accept");

        await using var browser = await Browser.NewContextAsync();
        var page = await browser.NewPageAsync();
        var tiles = 0;
        await page.RouteAsync("https://cyberjapandata.gsi.go.jp/**", route => { tiles++; return route.FulfillAsync(new() { Status = 200, ContentType = "image/png", BodyBytes = Tile }); });
        var trouble = new List<string>();
        page.Console += (_, told) => { if (told.Type == "error") { trouble.Add(told.Text); } };
        foreach (var (name, path) in new[] { ("public-list", "/hoshimi/reports?lang=ja"), ("public-case", $"/hoshimi/reports/{await Number(id)}?lang=ja"), ("public-easy", "/hoshimi/reports?lang=ja-easy"), ("public-none", "/kawabe/reports?lang=en") })
        {
            (await page.GotoAsync(new Uri(_host.Address, path).ToString()))!.Status.ShouldBe(200, path);
            if (name != "public-none")
            {
                await page.WaitForSelectorAsync("#map[data-ready]");
            }

            await ConsoleLook.Check(page, name);
        }

        trouble.ShouldBeEmpty();
        tiles.ShouldBeGreaterThan(0);
        await page.GotoAsync(new Uri(_host.Address, "/hoshimi/reports").ToString());
        await page.WaitForSelectorAsync("#map[data-ready]");
        await page.Locator("#map path.leaflet-interactive").First.ClickAsync(new LocatorClickOptions { Force = true });
        (await page.Locator(".leaflet-popup-content a").GetAttributeAsync("href"))!.ShouldStartWith("/hoshimi/reports/D");

        await using var plain = await Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        var bare = await plain.NewPageAsync();
        await bare.GotoAsync(new Uri(_host.Address, "/hoshimi/reports").ToString());
        (await bare.Locator("#map").IsVisibleAsync()).ShouldBeFalse("without scripts there is no empty map");
        await bare.SelectOptionAsync("#f-kind", "park");
        await bare.Locator("form.filters button").ClickAsync();
        await bare.Locator(".report h3 a").ClickAsync();
        (await bare.Locator(".answer").TextContentAsync()).ShouldBe("部品が届くのは12月中旬の見込みです。");
    }

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> Page(string path)
    {
        var answer = await _surfer.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await Surfer.Page(answer);
    }

    private async Task<string> Number(Guid id) => (await _host.Store.Peek<string>("select number from damage_case where case_id = @id", new { id })).Single();
}
