using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Bot.Simulator.Line;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class PhoneTests
{
    private Playground play = null!;

    [SetUp]
    public async Task Open() => play = await Playground.Open();

    [TearDown]
    public async Task Close() => await play.DisposeAsync();

    [Test]
    public async Task The_page_is_Japanese_runs_no_inline_script_and_everything_it_names_exists()
    {
        using var answer = await play.Http.GetAsync("/phone");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        page.DocumentElement.GetAttribute("lang").ShouldBe("ja");
        page.QuerySelector("[role=log]").ShouldNotBeNull();
        page.QuerySelectorAll("script").ShouldAllBe(s => s.TextContent == "" && s.HasAttribute("src"));
        page.QuerySelectorAll("[style], [onclick]").ShouldBeEmpty();
        foreach (var address in page.QuerySelectorAll("script[src], link[rel=stylesheet], img[src]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")))
            (await play.Http.GetAsync(address)).EnsureSuccessStatusCode();
    }

    [Test]
    public async Task What_is_typed_on_the_page_reaches_the_bot_and_the_stream()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.Says("前の話");
        using var answer = await play.Http.GetAsync("/phone/api/hoshimi/hanako/stream", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (name, data) = await Next(lines);
        name.ShouldBe("snapshot");
        ((string?)data["entries"]![0]!["message"]!["text"]).ShouldBe("前の話");

        await Act("text", """{"text":"粗大ごみ"}""");

        (name, data) = await Next(lines);
        (name, (string?)data["message"]!["text"]).ShouldBe(("entry", "粗大ごみ"));
        await play.Line.Webhooks.Idle();
        ((string?)play.Heard.Last().Event["message"]!["text"]).ShouldBe("粗大ごみ");
    }

    [Test]
    public async Task The_ready_photos_are_pictures_and_can_be_fetched_by_the_bot()
    {
        await Act("sample", """{"name":"pothole"}""");
        var entry = play.Line.Town("hoshimi").Resident("hanako").Talk.Entries.ShouldHaveSingleItem();
        var bytes = await play.Http.GetByteArrayAsync("/phone/api/content/" + entry.Id);
        ImageSize.Read(bytes).ShouldBe(new("image/jpeg", 1024, 768));
        (await play.Call("GET", $"/line-data/v2/bot/message/{entry.Id}/content")).Status.ShouldBe(200);
        (await play.Call("GET", $"/line-data/v2/bot/message/{entry.Id}/content", token: await play.Token("kawabe"))).Status.ShouldBe(404);
    }

    [Test]
    public async Task A_display_text_stands_in_the_talk_but_is_not_sent_as_a_message()
    {
        await Act("postback", """{"data":"k1","displayText":"はい"}""");
        await play.Line.Webhooks.Idle();
        var heard = play.Heard.ShouldHaveSingleItem().Event;
        ((string?)heard["type"], (string?)heard["postback"]!["data"]).ShouldBe(("postback", "k1"));
        play.Line.Town("hoshimi").Resident("hanako").Talk.Entries.ShouldHaveSingleItem().Text.ShouldBe("はい");
    }

    [Test]
    public async Task A_new_person_gets_a_talk_of_their_own()
    {
        using var body = new StringContent("""{"name":"田中 いちろう","language":"ja"}""", new MediaTypeHeaderValue("application/json"));
        var person = JsonNode.Parse(await (await play.Http.PostAsync("/phone/api/people", body)).Content.ReadAsStringAsync())!;
        await Act("friend", "{}", (string)person["key"]!);
        await play.Line.Webhooks.Idle();
        ((string?)play.Heard.Single().Event["source"]!["userId"]).ShouldBe(play.Line.Town("hoshimi").Resident((string)person["key"]!).UserId);
    }

    [Test]
    public async Task A_rich_menu_needs_its_picture_and_then_shows_on_the_phone()
    {
        var created = await play.Call("POST", "/line-api/v2/bot/richmenu", """{"size":{"width":800,"height":540},"selected":true,"name":"n","chatBarText":"メニュー","areas":[]}""");
        var id = (string)created.Json!["richMenuId"]!;
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
        var link = $"/line-api/v2/bot/user/{resident.UserId}/richmenu/{id}";
        (await play.Call("POST", link)).Status.ShouldBe(400);
        (await Paint(id, 800, 541)).ShouldBe(400);
        (await Paint(id, 800, 540)).ShouldBe(200);
        (await Paint(id, 800, 540)).ShouldBe(400);
        (await play.Call("POST", link)).Status.ShouldBe(200);
        resident.RichMenuId.ShouldBe(id);
        (await play.Http.GetAsync($"/phone/api/hoshimi/richmenu/{id}")).EnsureSuccessStatusCode();
    }

    private async Task<int> Paint(string id, int width, int height)
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, (byte)(width >> 8), (byte)(width & 255), 0, 0, (byte)(height >> 8), (byte)(height & 255), 8, 2, 0, 0, 0];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/line-data/v2/bot/richmenu/{id}/content") { Content = new ByteArrayContent(png) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await play.Token());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var answer = await play.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private async Task Act(string name, string json, string person = "hanako")
    {
        using var body = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        (await play.Http.PostAsync($"/phone/api/hoshimi/{person}/{name}", body)).EnsureSuccessStatusCode();
    }

    private static async Task<(string Name, JsonObject Data)> Next(StreamReader lines)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (name, data) = ("", "");
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && name.Length > 0) return (name, (JsonObject)JsonNode.Parse(data)!);
        }

        throw new EndOfStreamException();
    }
}
