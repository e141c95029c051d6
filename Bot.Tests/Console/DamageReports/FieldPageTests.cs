using System.Net;
using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Tests.DamageReports;
using Bot.Tests.Photos;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Console.DamageReports.DamageHouse;

namespace Bot.Tests.Console.DamageReports;

/// <summary>The page for the place without a script, and what its script sends: who may, what counts, what is told.</summary>
public sealed class FieldPageTests
{
    private static readonly GeoPoint Here = new(36.7466, 138.3188);

    private Clerk _crew = null!;

    [OneTimeSetUp]
    public async Task Open() => _crew = await Host.SignIn("hoshimi", ("environment", Duty.Crew));

    [OneTimeTearDown]
    public void Close() => _crew.Dispose();

    [Test]
    public async Task With_plain_forms_a_case_is_begun_noted_on_and_done_and_each_form_counts_once()
    {
        var id = await Report("pothole", Here, "U-field-1", "集会所の前", telephone: "0999001234", remark: "秘密の言葉", photos: "field-none");
        await Laid(id, _crew.Staff);
        var page = await _crew.Page("field?of=mine");
        var card = page.QuerySelector($"#case-{id:n}")!;
        card.TextContent.ShouldContain("集会所の前");
        card.QuerySelector("a[href^='geo:36.74660,138.31880']").ShouldNotBeNull();
        page.Body!.TextContent.ShouldNotContain("秘密の言葉");
        page.Body!.TextContent.ShouldNotContain("0999001234");
        (await Post(Fields(id, "begin"))).QuerySelector(".told")!.TextContent.ShouldContain("作業中にしました");
        (await State(id)).ShouldBe("in-work");
        (await Post(Fields(id, "inspect"))).QuerySelector(".told")!.TextContent.ShouldContain("メモか写真を入れてください");
        (await Post([.. Fields(id, "inspect"), ("words", "深さ10cm")])).QuerySelector(".told")!.TextContent.ShouldContain("記録を残しました");
        var done = Fields(id, "finish");
        await Post(done);
        (await Post(done)).QuerySelector(".field-done")!.TextContent.ShouldContain("完了");
        (await Told("U-field-1")).Count.ShouldBe(2);
        (await OurClerk.Page(Path(id))).QuerySelector(".timeline")!.TextContent.ShouldContain("深さ10cm");
        (await Host.Audited("hoshimi")).ShouldContain("damage-reports.field/finish Counts");
    }

    [Test]
    public async Task What_the_script_sends_is_answered_and_a_conflict_is_told_kindly()
    {
        var id = await Report("pothole", Here, "U-field-2");
        var into = await Report("pothole", Here, "U-field-3");
        await Takes(id, "merge", ("number", await Number(into)));
        var answer = await Json([.. Fields(id, "not-found"), ("why", "Repaired"), ("words", "もう直っていた"), ("made", "2026-01-01T00:00:00Z"), ("sends", "2026-01-01T02:00:00Z")]);
        answer.GetProperty("outcome").GetString().ShouldBe("Overtaken");
        answer.GetProperty("trouble").GetString()!.ShouldBe($"先に {await Number(into)} にまとめられていました。記録は {await Number(into)} のメモに残しました。");
        var timeline = (await OurClerk.Page(Path(into))).QuerySelector(".timeline")!.TextContent;
        timeline.ShouldContain("もう直っていた");
        timeline.ShouldContain("現地で見つからず：もう直っている");
        timeline.ShouldContain("現場での時刻");
        (await Host.Store.Peek<int>("select extract(year from phone_at)::int from damage_step where asked_id = @id and heard_at - made_at between '119 minutes' and '121 minutes'", new { id })).ShouldBe([2026]);
    }

    [Test]
    public async Task Pictures_lose_their_metadata_and_two_that_nobody_is_on_go_along_with_done()
    {
        var id = await Report("pothole", Here, "U-field-4");
        var located = PictureStudio.Write(PictureStudio.Draw("jpg", 128, 64), "jpg", "-GPSLatitude=36.7", "-GPSLatitudeRef=N");
        var answer = await Json([.. Fields(id, "finish"), ("tell", "1")], located, located, "<svg/>"u8.ToArray(), located);
        answer.GetProperty("photo").GetString()!.ShouldContain("画像にしてください");
        (await State(id)).ShouldBe("done");
        (await Host.Store.Peek<long>("select count(*) from damage_photo where case_id = @id and stage = 'after'", new { id })).ShouldBe([3]);
        var shown = await Host.Store.Peek<Guid>("select public_id from photo_published join damage_photo using (town_id, content_id) where case_id = @id", new { id });
        shown.Count.ShouldBe(2);
        (await Told("U-field-4")).Single().ShouldContain($"/hoshimi/photo/{shown[0]:n}");
        using var anybody = new Forms.Surfer(Host.Address);
        PictureStudio.Left(await (await anybody.Get($"/hoshimi/photo/{shown[1]:n}")).Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        (await Json([.. Fields(id, "finish")])).GetProperty("trouble").GetString()!.ShouldContain("先にほかの人が「完了」にしていました");
    }

    [Test]
    public async Task Without_the_right_there_is_no_page_and_another_towns_case_is_not_there()
    {
        var id = await Report("pothole", Here, "U-field-5");
        foreach (var (department, duty) in new[] { ("environment", Duty.Auditor), ("general", Duty.Crew), ("environment", Duty.Administrator) })
        {
            using var other = await Host.SignIn("hoshimi", (department, duty));
            foreach (var path in (string[])["field", "field/list", "field/offline", "field/sw.js"])
            {
                (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{duty} {path}");
            }
        }

        using var kawabe = await Host.SignIn("kawabe", ("environment", Duty.Crew));
        var token = (await kawabe.Page("field")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        (await kawabe.Surfer.Post("/console/kawabe/field/steps", [KeyValuePair.Create("check", token), .. Fields(id, "finish").Select(f => KeyValuePair.Create(f.Name, f.Value))])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await State(id)).ShouldBe("new");
        using var union = await Host.SignIn("mizuho-union", ("environment", Duty.Crew));
        (await union.Get("field")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task The_page_that_the_phone_keeps_names_no_place()
    {
        await Laid(await Report("pothole", Here, "U-field-6", "秘密の場所"), _crew.Staff);
        JsonDocument.Parse(await (await _crew.Get("field/list?of=mine")).Content.ReadAsStringAsync()).RootElement.GetProperty("cases").EnumerateArray()
            .Select(c => c.GetProperty("place").GetString()).ShouldContain("秘密の場所");
        (await (await _crew.Get("field/offline")).Content.ReadAsStringAsync()).ShouldNotContain("秘密");
        var worker = await _crew.Get("field/sw.js");
        worker.Headers.GetValues("Service-Worker-Allowed").ShouldBe(["/console/hoshimi/field"]);
        (await worker.Content.ReadAsStringAsync()).ShouldContain("/assets/console/field.js?v=");
    }

    private static (string Name, string Value)[] Fields(Guid id, string act) => [("step", $"{Guid.NewGuid():n}"), ("case", $"{id:n}"), ("act", act)];

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> Post((string Name, string Value)[] fields) => await _crew.Done(await _crew.Page("field?of=mine"), "field/steps", fields);

    private async Task<JsonElement> Json((string Name, string Value)[] fields, params byte[][] photos)
    {
        var list = JsonDocument.Parse(await (await _crew.Get("field/list")).Content.ReadAsStringAsync()).RootElement.GetProperty("token");
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append((list.GetProperty("name").GetString()!, list.GetProperty("value").GetString()!)))
        {
            form.Add(new StringContent(value, Encoding.UTF8), name);
        }

        foreach (var photo in photos)
        {
            form.Add(new ByteArrayContent(photo), "photo", "photo.jpg");
        }

        using var post = new HttpRequestMessage(HttpMethod.Post, "/console/hoshimi/field/steps") { Content = form };
        post.Headers.Accept.ParseAdd("application/json");
        var answer = await _crew.Surfer.Send(post);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }
}
