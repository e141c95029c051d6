using System.Net;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Tests.Browser;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using Bot.Tests.Photos;
using Microsoft.Playwright;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Letters;

/// <summary>A school sends a photo and a document to a club, in two languages; who may open them, and until when.</summary>
public sealed class LetterFilePageTests : BrowserFixture
{
    private const string Letters = "schools/hoshimi-school/letters";
    private static readonly TownId Town = new("hoshimi");
    private static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray();
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        var today = JapanTime.Day(TimeProvider.System.GetUtcNow());
        await _host.Database.InTown(Town, async tx =>
        {
            var (now, of) = (TimeProvider.System.GetUtcNow(), new SchoolClass(new ClassId(Guid.NewGuid()), "hoshimi-school", SchoolYear.Of(today), 3, "2組"));
            await ClassTable.Add(tx, Town, of, default);
            foreach (var (n, name) in new[] { "星野 花", "月岡 陸" }.Index())
            {
                var child = new Child(new ChildId(NamedGuid.From("file-child", $"{n}")), "hoshimi-school", $"{n}", new ChildPerson(name, "ほしの", new DateOnly(2018, 5, 3), ""), false, null);
                await ChildTable.Add(tx, _host.Store.Sealer, Town, child, today, now, default);
                await ChildTable.Place(tx, Town, child.Id, of.Id, n + 1, today, default);
                await GuardianTable.Link(tx, _host.Store.Sealer, Town, Guid.NewGuid(), child.Id, new CitizenId($"U-file-{n + 1}"), "はな", false, now, default);
            }

            return 0;
        }, default);
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_photo_without_its_place_and_a_document_go_to_a_club_and_are_opened_by_its_guardians_alone_until_the_day()
    {
        await using var context = await Desk();
        var page = await _host.SignedIn(context, await _host.Staff("hoshimi", "学校 太郎", ("hoshimi-school", Duty.School)));
        await MakesClub(page);
        await page.GotoAsync(At($"{Letters}/new"));
        await page.CheckAsync("input[name=to][value=some]");
        await page.ClickAsync("text=内容を確かめる");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("どれかを選ぶか", Case.Sensitive, "nothing chosen is nobody");
        await page.GetByLabel("吹奏楽部").CheckAsync();
        await page.FillAsync("#f-title", "定期演奏会");
        await page.FillAsync("#f-body", "日曜日の10時からです。");
        await page.ClickAsync("text=ほかの言葉でも書く");
        await page.ClickAsync("text=Tiếng Việt");
        await page.FillAsync("#f-title-vi", "Buổi hòa nhạc");
        await page.FillAsync("#f-body-vi", "10 giờ sáng Chủ nhật.");
        var located = PictureStudio.Write(PictureStudio.Draw("jpg", 400, 300), "jpg", "-GPSLatitude=36.7", "-GPSLatitudeRef=N", "-Artist=hanako");
        PictureStudio.Found(located).ShouldContain("GPS:GPSLatitude");
        await page.SetInputFilesAsync("#f-files", [Sent("会場.jpg", located), Sent("予定.docx", "PK\u0003\u0004"u8.ToArray()), Sent("しおり.pdf", Pdf), Sent("まちがい.pdf", Pdf)]);
        await page.ClickAsync("text=ファイルを加える");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("予定.docx"), t => t.ShouldContain("PDFにしてから"));
        (await page.InputValueAsync("#f-body-vi")).ShouldBe("10 giờ sáng Chủ nhật.", "what was typed stays");
        await page.ClickAsync("[aria-label='まちがい.pdfを外す']");
        (await page.Locator(".letter-files li").CountAsync()).ShouldBe(2);
        await ConsoleLook.Check(page, "school-letter-files-write");
        await page.ClickAsync("text=内容を確かめる");
        (await page.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(
            t => t.ShouldContain("1人（子ども1人）"), t => t.ShouldContain("吹奏楽部"), t => t.ShouldContain("しおり.pdf"), t => t.ShouldContain("Tiếng Việt"), t => t.ShouldNotContain("まちがい"));
        await ConsoleLook.Check(page, "school-letter-files-check");
        await page.ClickAsync("text=書き直す");
        (await page.Locator(".letter-files li").CountAsync()).ShouldBe(2, "the files are still there");
        (await page.GetByLabel("吹奏楽部").IsCheckedAsync()).ShouldBeTrue();
        await page.ClickAsync("text=内容を確かめる");
        await page.ClickAsync("text=保護者1人に送る");
        await ConsoleLook.Check(page, "school-letter-files-reach");
        (await page.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("だれに：吹奏楽部"), t => t.ShouldContain("しおり.pdf"), t => t.ShouldContain("星野 花"), t => t.ShouldNotContain("月岡 陸"));

        await _host.Database.InTown(Town, async tx =>
        {
            var club = (await SchoolGroupTable.Of(tx, Town, "hoshimi-school", default)).Single();
            return await SchoolGroupTable.Join(tx, Town, club.Id, [new ChildId(NamedGuid.From("file-child", "1"))], JapanTime.Day(TimeProvider.System.GetUtcNow()), default);
        }, default);
        await page.ReloadAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("LINEで届かない（電話か紙で）（1人）", Case.Sensitive, "who joined the club since is told by telephone");
        var told = (await Told("U-file-1")).ShouldHaveSingleItem();
        told.ShouldSatisfyAllConditions(t => t.ShouldNotContain("演奏"), t => t.ShouldNotContain("しおり"), t => t.ShouldNotContain("吹奏"));
        (await Told("U-file-2")).ShouldBeEmpty("not of the club");
        await Reads(Link(told));
        await Strangers(Link(told), await page.Locator(".letter-files a").Last.GetAttributeAsync("href") ?? "");
    }

    [Test]
    public async Task What_does_not_fit_is_refused_in_words_by_what_it_is_and_what_was_looked_at_is_what_goes()
    {
        using var clerk = await _host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        var id = $"{Guid.NewGuid():n}";
        (string, string)[] typed = [("id", id), ("to", "all"), ("title", "献立"), ("body", "12月です"), ("until", $"{JapanTime.Day(TimeProvider.System.GetUtcNow()):yyyy-MM-dd}"), ("stay", "1")];
        Task<HttpResponseMessage> Puts(params (string Name, byte[] File)[] files) => LetterPost.Check(clerk, "narusawa-school", typed, files);

        using (var odd = await Puts(("絵.pdf", PictureStudio.Draw("png")), ("絵.jpg", Encoding.ASCII.GetBytes("<html><script>alert(1)</script></html>")), ("写真.jpg", Pdf)))
        {
            odd.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var shown = await Surfer.Page(odd);
            shown.QuerySelector("[role=alert]")!.TextContent.ShouldContain("「絵.jpg」");
            (shown.QuerySelector("#f-title")!.GetAttribute("value"), shown.QuerySelectorAll(".letter-files li").Length).ShouldBe(("献立", 2));
        }

        (await _host.Store.Peek<string>("select media_type from school_letter_file where letter_id = @id order by file_id", new { id = Guid.Parse(id) })).ShouldBe(["image/png", "application/pdf"], "by the first bytes");
        using (var large = await Puts(("大きい.pdf", Large(10 * 1024 * 1024 + 1)), ("1.pdf", Large(9_900_000)), ("2.pdf", Large(9_900_000)), ("3.pdf", Large(9_900_000)), ("4.pdf", Large(9_900_000))))
        {
            var why = (await Surfer.Page(large)).QuerySelector("[role=alert]")!.TextContent;
            why.ShouldSatisfyAllConditions(t => t.ShouldContain("「大きい.pdf」は大きすぎます"), t => t.ShouldContain("「4.pdf」は付けられません。ファイルは合わせて30MB"), t => t.ShouldNotContain("「3.pdf」"));
        }

        using (var many = await Puts([.. Enumerable.Range(1, 6).Select(n => ($"多い{n}.pdf", Pdf))]))
        {
            (await Surfer.Page(many)).QuerySelector("[role=alert]")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("「多い6.pdf」"), t => t.ShouldContain("10個まで"), t => t.ShouldNotContain("「多い5.pdf」"));
        }

        using var check = await LetterPost.Check(clerk, "narusawa-school", [.. typed.Where(t => t.Item1 != "stay")]);
        var page = await Surfer.Page(check);
        await _host.Store.Peek<int>("delete from school_letter_file where name is not null and size > 1000000 returning 1");
        using var changed = await clerk.Send(page, "/send");
        changed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "another window took files away");
        using var again = await LetterPost.Check(clerk, "narusawa-school", [.. typed.Where(t => t.Item1 != "stay")]);
        using var sent = await clerk.Send(await Surfer.Page(again), "/send");
        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var late = await Puts(("あとから.pdf", Pdf));
        (await Surfer.Page(late)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("もう送られています");
    }

    private async Task MakesClub(IPage page)
    {
        await page.GotoAsync(At("school-groups"));
        await page.ClickAsync("button:text-is('作る')");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("名前を");
        await page.FillAsync("#f-name", "吹奏楽部");
        await page.ClickAsync("button:text-is('作る')");
        await page.GetByLabel("星野 花").CheckAsync();
        await page.GetByLabel("月岡 陸").CheckAsync();
        await page.ClickAsync("text=選んだ子どもを入れる");
        (await page.Locator(".told").InnerTextAsync()).ShouldContain("2人を入れました");
        await page.ClickAsync("[aria-label='星野 花を外す']");
        await page.ClickAsync("text=元に戻す");
        await page.ClickAsync("[aria-label='月岡 陸を外す']");
        (await page.Locator("main h2").First.InnerTextAsync()).ShouldBe("吹奏楽部（1人）");
        (await page.TitleAsync()).ShouldNotContain("吹奏");
        await ConsoleLook.Check(page, "school-group");
        await page.ClickAsync("text=をなくす");
        await page.ClickAsync("text=元に戻す");
        await page.GotoAsync(At("school-groups"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("吹奏楽部（1人）");
        await ConsoleLook.Check(page, "school-groups");
    }

    /// <summary>As the guardian's phone shows it, language by language.</summary>
    private async Task Reads(string link)
    {
        await using var phone = await Phone();
        var reader = await phone.NewPageAsync();
        await reader.GotoAsync(new Uri(_host.Address, link).ToString());
        (await reader.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("日曜日の10時から"), t => t.ShouldContain("しおり"), t => t.ShouldNotContain("訳"));
        (await reader.EvalOnSelectorAsync<int>(".letter-files img", "i => i.naturalWidth")).ShouldBeGreaterThan(100);
        await ConsoleLook.Axe(reader, "school-letter-files-phone");
        await ConsoleLook.Keep(reader, "school-letter-files-phone-390");
        await reader.ClickAsync("text=Tiếng Việt");
        (await reader.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("10 giờ sáng"), t => t.ShouldNotContain("日曜日"));
        (await reader.Locator("article h1").GetAttributeAsync("lang")).ShouldBe("vi");
        await ConsoleLook.Axe(reader, "school-letter-files-phone-vi");
        await ConsoleLook.Keep(reader, "school-letter-files-phone-vi-390");
        await reader.ClickAsync("text=English");
        (await reader.Locator(".notice").InnerTextAsync()).ShouldContain("not been translated");
        (await reader.Locator("main").InnerTextAsync()).ShouldContain("日曜日の10時から");
        await _host.Store.Peek<int>("insert into conversation (town_id, citizen_id, language) values ('hoshimi', 'U-file-1', 'vi') returning 1");
        await reader.GotoAsync(new Uri(_host.Address, link).ToString());
        (await reader.Locator("main").InnerTextAsync()).ShouldContain("10 giờ sáng", Case.Sensitive, "in the language in which they speak with us");
        await reader.GotoAsync(new Uri(_host.Address, $"{link}?lang=ko").ToString());
        (await reader.Locator(".notice").InnerTextAsync()).ShouldContain("한국어로 번역되지 않았습니다");

        var surfer = new Surfer(_host.Address);
        using var photo = await surfer.Get($"{link}/file/1");
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        PictureStudio.Left(await photo.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var document = await surfer.Get($"{link}/file/2");
        (await document.Content.ReadAsByteArrayAsync()).ShouldBe(Pdf);
        document.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        document.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("しおり.pdf");
        document.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        document.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox; frame-ancestors 'none'"]);
        document.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    /// <summary>Who has another letter, no link any more, no duty there, or comes too late.</summary>
    private async Task Strangers(string link, string console)
    {
        var surfer = new Surfer(_host.Address);
        async Task Gone(string path) => (await surfer.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        using var clerk = await _host.SignIn("hoshimi", ("hoshimi-school", Duty.School));
        using var check = await LetterPost.Check(clerk, "hoshimi-school", [("id", $"{Guid.NewGuid():n}"), ("to", "all"), ("title", "別の手紙"), ("body", "本文"), ("until", $"{JapanTime.Day(TimeProvider.System.GetUtcNow()):yyyy-MM-dd}")]);
        await clerk.Send(await Surfer.Page(check), "/send");
        var other = Link((await Told("U-file-2")).ShouldHaveSingleItem());
        (await surfer.Get(other)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])[$"{other}/file/1", $"{other}/file/1/small", $"{link}/file/3", $"{link}/file/0", $"{link}/file/2/small", $"/hoshimi/school-letter/AAAAAAAAAAAAAAAAAAAAAA/file/1", link.Replace("/hoshimi/", "/kawabe/", StringComparison.Ordinal) + "/file/1"])
        {
            await Gone(path);
        }

        (await clerk.Get(console)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _host.Audited("hoshimi")).ShouldContain("schools.see/letter-file");
        using var elsewhere = await _host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        (await elsewhere.Get(console)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await surfer.Get(console)).StatusCode.ShouldNotBe(HttpStatusCode.OK);

        await _host.Store.Peek<int>("update guardian_link set ended_at = now(), ended_why = 'school' where citizen_id = 'U-file-1' returning 1");
        await Gone($"{link}/file/1");
        await _host.Store.Peek<int>("update guardian_link set ended_at = null, ended_why = null where citizen_id = 'U-file-1' returning 1");
        (await surfer.Get($"{link}/file/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _host.Store.Peek<int>("update school_letter set until_day = (now() at time zone 'Asia/Tokyo')::date - 1 returning 1");
        (await surfer.Get(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        await Gone($"{link}/file/1");
        await Gone($"{link}/file/1/small");
        await Gone($"{link}/file/2");
    }

    private static FilePayload Sent(string name, byte[] bytes) => new() { Name = name, MimeType = "application/octet-stream", Buffer = bytes };

    private static byte[] Large(int size)
    {
        var file = new byte[size];
        Pdf.CopyTo(file, 0);
        return file;
    }

    private static string Link(string body) => body[body.IndexOf("/hoshimi/school-letter/", StringComparison.Ordinal)..][..("/hoshimi/school-letter/".Length + 22)];

    private Task<IReadOnlyList<string>> Told(string citizen) => _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen order by created_at", new { citizen });

    private string At(string path) => new Uri(_host.Address, $"/console/hoshimi/{path}").ToString();
}
