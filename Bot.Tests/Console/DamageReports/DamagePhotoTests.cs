using System.Net;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.Browser;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using Bot.Tests.Photos;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Pictures of a case: staff's own through the gate, veiled by hand, made public, sent with "done", taken back.</summary>
public sealed class DamagePhotoTests : BrowserFixture
{
    private static readonly byte[] Sample = PictureStudio.Draw("jpg", 128, 64);

    [Test]
    public async Task Notes_and_pictures_of_an_inspection_are_kept_once_and_without_metadata()
    {
        var id = await Report("drain", DamageWorld.Honcho, "U-work-1");
        var located = PictureStudio.Write(Sample, "jpg", "-GPSLatitude=36.7", "-GPSLatitudeRef=N", "-Artist=hanako");
        var work = $"{Guid.NewGuid():n}";
        for (var time = 0; time < 2; time++)
        {
            (await Upload($"{Path(id)}/work", "/work", [("work", work), ("what", "inspection"), ("words", "ふたが割れている")], ("site", located), ("before", Sample))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        var page = await OurClerk.Page(Path(id));
        page.QuerySelector(".timeline")!.TextContent.ShouldContain("点検・現地の確認（写真 2枚）");
        page.QuerySelectorAll(".timeline .note").Single().TextContent.ShouldBe("ふたが割れている");
        page.QuerySelectorAll(".photos img").Select(i => i.GetAttribute("alt")!.Split('の')[0]).ShouldBe(["現地", "作業前"], ignoreOrder: true);
        foreach (var link in page.QuerySelectorAll(".photos li > a").Select(a => a.GetAttribute("href")!))
        {
            var answer = await OurClerk.Get(link);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            PictureStudio.Left(await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        (await Told("U-work-1")).ShouldBeEmpty("residents hear nothing of notes");
        (await Host.Store.Peek<bool>("select bool_and(position('\\xffd8ff'::bytea in picture) = 0) from photo where content_id like 'work-%'")).ShouldBe([true], "sealed");
    }

    [Test]
    public async Task What_is_no_picture_too_many_or_too_large_is_refused_whole_and_the_words_stay_on_the_page()
    {
        var id = await Report("drain", DamageWorld.Honcho, "U-work-2");
        foreach (var (why, files) in new (string, (string, byte[])[])[]
        {
            ("画像にしてください", [("after", Sample), ("after", "<svg/>"u8.ToArray())]),
            ("画素の数が多すぎます", [("after", PictureSamples.PackedPng(20_000, 20_000, 100))]),
            ("一度に6枚までです（いま7枚）", [.. Enumerable.Repeat(("after", Sample), WorkDesk.MostAtOnce + 1)]),
        })
        {
            var refused = await Upload($"{Path(id)}/work", "/work", [("what", "work"), ("words", "ふたを替えた")], files);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, why);
            var page = await Surfer.Page(refused);
            page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(why);
            page.QuerySelector("textarea")!.TextContent.ShouldBe("ふたを替えた");
        }

        (await Upload($"{Path(id)}/work", "/work", [("what", "work"), ("words", "")])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await OurClerk.Page(Path(id))).QuerySelectorAll(".photos img, .timeline .note").ShouldBeEmpty();
    }

    [Test]
    public async Task A_veiled_copy_is_looked_at_published_sent_with_done_and_dies_when_it_is_taken_back()
    {
        var id = await Report("dumping", DamageWorld.Honcho, "U-veil-1");
        await Report("dumping", DamageWorld.Honcho, "U-veil-2", same: id);
        (await Upload($"{Path(id)}/work", "/work", [("what", "work"), ("words", "")], ("after", Sample))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var veil = (await OurClerk.Page(Path(id))).QuerySelector(".photos a[href$='/veil']")!.GetAttribute("href")!;
        (await OurClerk.Page($"{Path(id)}/move/finish")).QuerySelectorAll("input[name=photo]").ShouldBeEmpty("nothing is public yet");

        var form = await OurClerk.Page(veil);
        var half = await Surfer.Page(await Veils(form, "preview", "0", "0", "50", "0"));
        half.QuerySelector("[role=alert]")!.TextContent.ShouldContain("1番");
        half.QuerySelector("input[name=left]")!.GetAttribute("value").ShouldBe("0", "what was typed stays");
        var seen = await Surfer.Page(await Veils(form, "preview", "0", "0", "50", "100"));
        var copy = Convert.FromBase64String(seen.QuerySelector(".veil-preview img")!.GetAttribute("src")!.Split(',')[1]);
        var pixels = await PictureStudio.Pixels(copy);
        var (one, other) = (pixels[4, 4].ToArray(), pixels[50, 50].ToArray());
        Enumerable.Range(0, 3).Max(c => Math.Abs(one[c] - other[c])).ShouldBeLessThan(8, "one colour under the veil, which were two before");
        (await Surfer.Page(await Veils(form, "more", "0", "0", "50", "100"))).QuerySelectorAll("input[name=left]").Length.ShouldBe(8);
        (await Veils(form, "publish", "0", "0", "50", "100")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "nobody said that they had looked");
        (await Veils(form, "publish", "0", "0", "50", "100", looked: true)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var asked = await OurClerk.Page($"{Path(id)}/move/finish");
        var choice = asked.QuerySelectorAll("input[name=photo]").Single().GetAttribute("value")!;
        await OurClerk.Done(asked, "/move/finish", ("photo", choice));
        var address = (await Host.Store.Peek<Guid>("select public_id from photo_published p join damage_photo d using (town_id, content_id) where d.case_id = @id", new { id })).Single();
        foreach (var citizen in (string[])["U-veil-1", "U-veil-2"])
        {
            var told = (await Told(citizen)).Single();
            told.ShouldContain("作業が終わりました");
            told.ShouldContain($"/hoshimi/photo/{address:n}");
        }

        using var anybody = new Surfer(Host.Address);
        var shown = await anybody.Get($"/hoshimi/photo/{address:n}");
        shown.Content.Headers.ContentType!.ToString().ShouldBe("image/jpeg");
        shown.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await anybody.Get($"/hoshimi/photo/{address:n}/small")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await anybody.Get($"/kawabe/photo/{address:n}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.Get($"/hoshimi/photo/{choice}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the console's name of it is no address");

        var page = await OurClerk.Done(await OurClerk.Page(Path(id)), "/withdraw");
        page.QuerySelector(".timeline")!.TextContent.ShouldContain("写真の公開をやめた");
        (await anybody.Get($"/hoshimi/photo/{address:n}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.Get($"/hoshimi/photo/{address:n}/small")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OurClerk.Done(page, "/remove")).QuerySelectorAll(".photos img").ShouldBeEmpty();
        (await Status(veil)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Pictures_are_reached_by_their_own_case_town_and_right_only_and_a_residents_is_not_removed()
    {
        var id = await Report("drain", DamageWorld.Honcho, "U-reach-1", photos: ["reach-1"]);
        var other = await Report("drain", DamageWorld.Honcho, "U-reach-2");
        await Host.Store.Peek<int>("insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at) values ('hoshimi', 'reach-1', 'U-reach-1', 'image/png', '\\x89504e47', now()) returning 1");
        var page = await OurClerk.Page(Path(id));
        page.QuerySelectorAll("form[action$='/remove']").ShouldBeEmpty();
        var veil = page.QuerySelector("a[href$='/veil']")!.GetAttribute("href")!;
        (await Status(veil)).ShouldBe(HttpStatusCode.OK);
        (await Status(veil.Replace($"{id}", $"{other}", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.NotFound);
        var check = page.QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await OurClerk.Surfer.Post(veil.Replace("/veil", "/remove", StringComparison.Ordinal), [KeyValuePair.Create("check", check)])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = await Host.SignIn("hoshimi", ("environment", Duty.Auditor));
        (await auditor.Get(veil)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await auditor.Page(Path(id))).QuerySelectorAll("main form, main a[href$='/work']").ShouldBeEmpty();
        using var kawabe = await Host.SignIn("kawabe", ("environment", Duty.Clerk));
        (await kawabe.Get(veil.Replace("/hoshimi/", "/kawabe/", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Rectangles_are_drawn_by_pointer_or_typed_by_keyboard()
    {
        var id = await Report("pothole", DamageWorld.Honcho, "U-draw-1");
        (await Upload($"{Path(id)}/work", "/work", [("what", "work"), ("words", "")], ("before", PictureStudio.Draw("jpg", 400, 200)))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var veil = (await OurClerk.Page(Path(id))).QuerySelector(".photos a[href$='/veil']")!.GetAttribute("href")!;
        await using var desk = await Desk();
        List<string> complaints = [];
        var page = await Host.SignedIn(desk, OurClerk.Staff);
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync(new Uri(Host.Address, veil).ToString());
        (await page.Locator("#veil-more").IsVisibleAsync()).ShouldBeFalse("with a script rows come by themselves");
        var edge = (await page.Locator("#veil img").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(edge.X + (edge.Width / 4), edge.Y + (edge.Height / 4));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(edge.X + (edge.Width / 2), edge.Y + (edge.Height / 2));
        await page.Mouse.UpAsync();
        double.Parse(await page.Locator("[name=width]").First.InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(25, 2);
        await page.Locator("[name=left]").Nth(1).FocusAsync();
        foreach (var typed in (string[])["10", "60", "20", "30"])
        {
            await page.Keyboard.TypeAsync(typed);
            await page.Keyboard.PressAsync("Tab");
        }

        (await page.Locator(".veil-box").AllInnerTextsAsync()).ShouldBe(["1", "2"]);
        await page.Locator(".veil-clear").First.ClickAsync();
        (await page.Locator(".veil-box").AllInnerTextsAsync()).ShouldBe(["2"]);
        await page.GetByText("隠した写真を見てみる").ClickAsync();
        await Assertions.Expect(page.Locator(".veil-preview img")).ToBeVisibleAsync();
        complaints.Where(c => c.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        await ConsoleLook.Check(page, "damage-veil");
        foreach (var (name, path) in new[] { ("damage-work", $"{Path(id)}/work"), ("damage-photos", Path(id)) })
        {
            await page.GotoAsync(new Uri(Host.Address, $"/console/hoshimi/{path}").ToString());
            await ConsoleLook.Check(page, name);
        }
    }

    /// <summary>The veil page's form with one rectangle in it and what stands in the other rows.</summary>
    private static Task<HttpResponseMessage> Veils(AngleSharp.Html.Dom.IHtmlDocument page, string does, string left, string top, string width, string height, bool looked = false)
    {
        var form = page.QuerySelector("form[action$='/veil']")!;
        List<KeyValuePair<string, string>> fields =
        [
            KeyValuePair.Create("check", form.QuerySelector("input[name=check]")!.GetAttribute("value")!), KeyValuePair.Create("do", does),
            KeyValuePair.Create("left", left), KeyValuePair.Create("top", top), KeyValuePair.Create("width", width), KeyValuePair.Create("height", height), KeyValuePair.Create("veil", "solid"),
        ];
        foreach (var name in (string[])["left", "top", "width", "height"])
        {
            fields.AddRange(Enumerable.Repeat(KeyValuePair.Create(name, ""), 3));
        }

        fields.AddRange(Enumerable.Repeat(KeyValuePair.Create("veil", "mosaic"), 3));
        fields.AddRange(looked ? [KeyValuePair.Create("looked", "1")] : []);
        return OurClerk.Surfer.Post(form.GetAttribute("action")!, fields);
    }
}
