using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Bot.Domain.Staff;
using Bot.Tests.Console;
using Bot.Tests.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>The pages of routes and crews without a script: who sees what, what is written down, what is refused.</summary>
public sealed class CrewPageTests
{
    private CrewWorld _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await CrewWorld.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [SetUp]
    public Task Clear() => _world.Clear();

    private static string Day => $"bulky-waste/days/{CrewWorld.Today:yyyy-MM-dd}";

    [Test]
    public async Task The_day_list_shows_the_route_and_reading_and_printing_are_written_down()
    {
        var (one, two) = (await _world.Paid("honcho", address: "本町1番地"), await _world.Paid("minakami", "川辺太郎", "水上2番地", "kawabe", "裏口です"));
        using var clerk = await _world.Host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        var page = await clerk.Page(Day);
        Numbers(page).ShouldBe([await _world.Number(one), await _world.Number(two)]);
        page.Body!.TextContent.ShouldContain("裏口です");
        page.QuerySelectorAll("tr[data-lat]").Select(r => r.GetAttribute("data-lat")).ShouldAllBe(l => l!.StartsWith("36.", StringComparison.Ordinal));
        var paper = await clerk.Page($"{Day}/print");
        paper.QuerySelectorAll(".sheet-number").Length.ShouldBe(2);
        paper.QuerySelector(".sheet-head")!.TextContent.ShouldContain("印刷した人：星 職員");
        foreach (var how in (string[])["list", "print"])
        {
            (await _world.Host.Store.Peek<int>(
                "select cardinality(subjects) from audit_entry where town_id = 'mizuho-union' and actor_id = @id and action = @action",
                new { id = clerk.Staff.Id.Value.ToString("n"), action = $"bulky-waste.route/{how}" })).ShouldBe([2], how);
        }

        using var other = await _world.Host.SignIn("kawabe", ("environment", Duty.Clerk));
        Numbers(await other.Page(Day)).ShouldBe([await _world.Number(two)], "a town sees its own");
    }

    [Test]
    public async Task Stops_are_moved_by_buttons_and_two_who_move_at_once_notice()
    {
        foreach (var area in (string[])["honcho", "ekimae", "kamimachi"])
        {
            await _world.Paid(area);
        }

        using var clerk = await _world.Host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        var before = await clerk.Page(Day);
        var order = Numbers(before);
        var last = before.QuerySelectorAll("button[name=up]")[2].GetAttribute("value")!;
        var after = await clerk.Done(before, "/move", ("up", last));
        Numbers(after).ShouldBe([order[0], order[2], order[1]]);
        var late = await clerk.Done(before, "/move", ("up", last));
        late.QuerySelector(".told")!.TextContent.ShouldContain("先に順番を変えて");
        Numbers(late).ShouldBe([order[0], order[2], order[1]]);
        Numbers(await clerk.Done(late, "/arrange")).ShouldBe(order);
    }

    [Test]
    public async Task A_crew_marks_with_plain_forms_and_the_same_form_counts_once()
    {
        var id = await _world.Paid();
        using var driver = await _world.Host.SignIn(await _world.Driver());
        var page = await driver.Page("crew");
        page.QuerySelector("a[href^='tel:']")!.GetAttribute("href").ShouldBe("tel:0999001234");
        page.QuerySelector("a[href^='geo:']").ShouldNotBeNull();
        var done = await driver.Done(page, "crew/marks");
        done.QuerySelector(".told")!.TextContent.ShouldContain("収集済みにしました");
        (await _world.State(id)).ShouldBe("collected");
        await driver.Done(page, "crew/marks");
        (await _world.Host.Store.Peek<long>("select count(*) from crew_mark where request_id = @id", new { id })).ShouldBe([1]);
    }

    [Test]
    public async Task A_photo_loses_its_place_and_what_is_no_photo_does_not_lose_the_mark()
    {
        var (id, bomb, script) = (await _world.Paid(), await _world.Paid(), await _world.Paid());
        using var driver = await _world.Host.SignIn(await _world.Driver());
        (await Post(driver, id, PictureSamples.Jpeg(), "image/jpeg")).RootElement.GetProperty("photo").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Post(driver, bomb, PictureSamples.Png(60_000, 60_000), "image/png")).RootElement.GetProperty("photo").GetString()!.ShouldContain("写真は送られていません");
        (await Post(driver, script, "<svg onload=alert(1)>"u8.ToArray(), "image/jpeg")).RootElement.GetProperty("photo").GetString()!.ShouldContain("JPEGかPNG");
        foreach (var request in (Guid[])[id, bomb, script])
        {
            (await _world.State(request)).ShouldBe("not-collected");
        }

        (await _world.Host.Store.Peek<string>("select content_id from photo where content_id like 'crew-%'")).ShouldHaveSingleItem();
        var kept = (await _world.Host.Store.Peek<byte[]>("select picture from photo where content_id like 'crew-%'"))[0];
        var opened = _world.Host.Store.Sealer.OpenOrPlain(new("hoshimi"), "photo", "picture", (await _world.Host.Store.Peek<string>("select content_id from photo where content_id like 'crew-%'"))[0], kept);
        opened.AsSpan(0, 3).SequenceEqual((byte[])[0xFF, 0xD8, 0xFF]).ShouldBeTrue();
        opened.AsSpan().IndexOf(PictureSamples.Secret).ShouldBe(-1);
        opened.AsSpan().IndexOf("GPS"u8).ShouldBe(-1);
    }

    [Test]
    public async Task Another_towns_request_and_a_made_up_one_are_not_there()
    {
        var id = await _world.Paid("minakami", town: "kawabe");
        using var driver = await _world.Host.SignIn("hoshimi", ("environment", Duty.Crew));
        var token = (await driver.Page("crew")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        foreach (var (town, request) in new[] { ("kawabe", id), ("hoshimi", id), ("hoshimi", Guid.NewGuid()) })
        {
            (await driver.Surfer.Post("/console/hoshimi/crew/marks", Fields(token, town, request))).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{town} {request}");
            (await driver.Surfer.Post($"/console/hoshimi/crew/undo/{town}/{request:n}", [KeyValuePair.Create("check", token)])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await _world.State(id)).ShouldBe("paid");
        (await driver.Get($"{Day}x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task An_exact_place_is_typed_kept_under_seal_and_taken_away_again()
    {
        var id = await _world.Paid();
        using var clerk = await _world.Host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        var pin = $"bulky-waste/pin/hoshimi/{id:n}";
        (await clerk.Send(pin, pin, ("lat", "138.3"), ("long", "36.7"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "exchanged");
        var list = await clerk.Done(await clerk.Page(pin), pin, ("lat", "３６.７４３２１"), ("long", "138.31234"));
        list.QuerySelector($"#stop-{id:n}")!.GetAttribute("data-lat").ShouldBe("36.74321");
        Encoding.Latin1.GetString((await _world.Host.Store.Peek<byte[]>("select point from crew_pin where request_id = @id", new { id }))[0]).ShouldNotContain("36.7");
        using var kawabe = await _world.Host.SignIn("kawabe", ("environment", Duty.Clerk));
        (await kawabe.Get(pin)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.Done(await clerk.Page(pin), pin, ("remove", "1"))).QuerySelector($"#stop-{id:n}")!.GetAttribute("data-exact").ShouldBeNull();
        (await _world.Host.Store.Peek<int>("select 1 from crew_pin where request_id = @id", new { id })).ShouldBeEmpty();
    }

    [Test]
    public async Task What_was_cancelled_meanwhile_is_said_to_the_crew()
    {
        var id = await _world.Paid();
        using var driver = await _world.Host.SignIn(await _world.Driver());
        var page = await driver.Page("crew");
        await _world.Host.Store.Peek<int>("update bulky_request set state = 'cancelled' where request_id = @id returning 1", new { id });
        (await driver.Done(page, "crew/marks")).QuerySelector(".told")!.TextContent.ShouldContain("取り消されています");
    }

    [Test]
    public async Task The_page_that_the_phone_keeps_names_nobody()
    {
        await _world.Paid(name: "星見秘子", address: "秘密町9番地");
        using var driver = await _world.Host.SignIn(await _world.Driver());
        (await driver.Page("crew")).Body!.TextContent.ShouldContain("秘密町9番地");
        var kept = await (await driver.Get("crew/offline")).Content.ReadAsStringAsync();
        kept.ShouldNotContain("秘");
        kept.ShouldNotContain("0999001234");
        var worker = await driver.Get("crew/sw.js");
        worker.Headers.GetValues("Service-Worker-Allowed").ShouldBe(["/console/mizuho-union/crew"]);
        (await worker.Content.ReadAsStringAsync()).ShouldContain("/assets/console/crew.js?v=");
    }

    [Test]
    public async Task Crews_are_set_up_refused_and_ended()
    {
        await _world.Paid("honcho");
        using var approver = await _world.Host.SignIn("mizuho-union", ("environment", Duty.Approver));
        var empty = await approver.Page("bulky-waste/crews");
        var refused = await approver.Send(empty, "crews/save", ("code", "Car 1"), ("name", "1号車"), ("zone", "h1"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var made = await approver.Done(empty, "crews/save", ("code", "car1"), ("name", "1号車"), ("vehicle", "2t"), ("zone", "h1"));
        made.QuerySelector("section[aria-label='1号車']").ShouldNotBeNull();
        (await approver.Page(Day)).QuerySelector("#day-sum")!.TextContent.ShouldContain("1号車（2t）");
        (await approver.Page($"{Day}?crew=others")).QuerySelector(".empty").ShouldNotBeNull();
        var ended = await approver.Done(made, "crews/close");
        ended.QuerySelector("section[aria-label='1号車']").ShouldBeNull();
        using var clerk = await _world.Host.SignIn("mizuho-union", ("environment", Duty.Clerk));
        (await clerk.Page("bulky-waste/crews")).QuerySelector("button.primary").ShouldBeNull();
    }

    private static List<string> Numbers(IParentNode page) => [.. page.QuerySelectorAll(".stop-number").Select(n => n.TextContent.Trim())];

    private static List<KeyValuePair<string, string>> Fields(string token, string town, Guid request) =>
    [
        KeyValuePair.Create("check", token), KeyValuePair.Create("mark", $"{Guid.NewGuid():n}"), KeyValuePair.Create("town", town), KeyValuePair.Create("request", $"{request:n}"),
        KeyValuePair.Create("day", $"{CrewWorld.Today:yyyy-MM-dd}"), KeyValuePair.Create("finding", "left"), KeyValuePair.Create("why", "other-than-asked"),
    ];

    private static async Task<JsonDocument> Post(Clerk driver, Guid request, byte[] photo, string type)
    {
        var token = (await driver.Page("crew")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Fields(token, "hoshimi", request))
        {
            form.Add(new StringContent(value, Encoding.UTF8), name);
        }

        using var file = new ByteArrayContent(photo);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        form.Add(file, "photo", "photo.jpg");
        using var post = new HttpRequestMessage(HttpMethod.Post, "/console/mizuho-union/crew/marks") { Content = form };
        post.Headers.Accept.ParseAdd("application/json");
        var answer = await driver.Surfer.Send(post);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
