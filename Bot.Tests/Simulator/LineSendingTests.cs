using System.Text.Json.Nodes;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class LineSendingTests
{
    private Playground play = null!;

    [SetUp]
    public async Task Open() => play = await Playground.Open();

    [TearDown]
    public async Task Close() => await play.DisposeAsync();

    [Test]
    public async Task A_push_with_an_accepted_retry_key_is_answered_409_and_sent_once()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
        var body = Push(resident.UserId, "こんにちは");
        var key = Guid.NewGuid().ToString();

        var first = await play.Call("POST", "/line-api/v2/bot/message/push", body, key);
        var second = await play.Call("POST", "/line-api/v2/bot/message/push", body, key);

        first.Status.ShouldBe(200);
        second.Status.ShouldBe(409);
        second.Headers["x-line-accepted-request-id"].ShouldBe(first.Headers["x-line-request-id"]);
        second.Headers["x-line-request-id"].ShouldNotBe(first.Headers["x-line-request-id"]);
        second.Json!["sentMessages"]!.ToJsonString().ShouldBe(first.Json!["sentMessages"]!.ToJsonString());
        play.Ledger.Count("push").ShouldBe(1);
        resident.Talk.Entries.Count.ShouldBe(1);
    }

    [Test]
    public async Task After_24_hours_the_same_retry_key_sends_again()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
        var key = Guid.NewGuid().ToString();
        await play.Call("POST", "/line-api/v2/bot/message/push", Push(resident.UserId, "1"), key);

        play.Clock.Offset = TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1);
        (await play.Call("POST", "/line-api/v2/bot/message/push", Push(resident.UserId, "1"), key)).Status.ShouldBe(200);

        play.Ledger.Count("push").ShouldBe(2);
    }

    [TestCase("POST", "/line-api/v2/bot/message/reply")]
    [TestCase("POST", "/line-api/v2/bot/message/validate/push")]
    [TestCase("GET", "/line-api/v2/bot/info")]
    public async Task Endpoints_that_take_no_retry_key_refuse_it(string method, string path) =>
        (await play.Call(method, path, method == "POST" ? "{}" : null, Guid.NewGuid().ToString())).Status.ShouldBe(400);

    [Test]
    public async Task A_reply_token_works_once_and_only_for_a_minute()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.Says("粗大ごみ");
        var token = LastToken();
        (await Reply(token)).Status.ShouldBe(200);
        var used = await Reply(token);
        used.Status.ShouldBe(400);
        ((string?)used.Json!["message"]).ShouldBe("Invalid reply token");

        await resident.Says("もう一度");
        var late = LastToken();
        play.Clock.Offset = TimeSpan.FromSeconds(61);
        (await Reply(late)).Status.ShouldBe(400);
    }

    [Test]
    public async Task A_refused_message_leaves_the_reply_token_unused()
    {
        await play.Line.Town("hoshimi").Resident("hanako").Says("粗大ごみ");
        var token = LastToken();
        (await play.Call("POST", "/line-api/v2/bot/message/reply", $$"""{"replyToken":"{{token}}","messages":[{"type":"text","text":""}]}""")).Status.ShouldBe(400);
        (await Reply(token)).Status.ShouldBe(200);
    }

    [Test]
    public async Task What_is_pushed_to_someone_who_blocked_is_accepted_and_dropped()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
        await resident.Blocks();

        (await play.Call("POST", "/line-api/v2/bot/message/push", Push(resident.UserId, "あ"))).Status.ShouldBe(200);
        (await play.Call("GET", $"/line-api/v2/bot/profile/{resident.UserId}")).Status.ShouldBe(404);

        play.Ledger.Of("push").ShouldHaveSingleItem().Delivered.ShouldBeFalse();
        resident.Talk.Entries.ShouldBeEmpty();
    }

    [Test]
    public async Task A_user_id_of_another_town_is_unknown_and_a_token_of_another_town_too()
    {
        var stranger = play.Line.Town("kawabe").Resident("hanako");
        await stranger.AddsFriend();
        (await play.Call("POST", "/line-api/v2/bot/message/push", Push(stranger.UserId, "あ"))).Status.ShouldBe(400);
        (await play.Call("POST", "/line-api/v2/bot/message/push", Push(stranger.UserId, "あ"), token: await play.Token("kawabe"))).Status.ShouldBe(200);
        (await play.Call("GET", "/line-api/v2/bot/info", token: "nonsense")).Status.ShouldBe(401);
    }

    [Test]
    public async Task A_channel_token_ends_after_900_seconds()
    {
        var token = await play.Token();
        play.Clock.Offset = TimeSpan.FromSeconds(899);
        (await play.Call("GET", "/line-api/v2/bot/info", token: token)).Status.ShouldBe(200);
        play.Clock.Offset = TimeSpan.FromSeconds(901);
        (await play.Call("GET", "/line-api/v2/bot/info", token: token)).Status.ShouldBe(401);
    }

    [Test]
    public async Task A_photo_is_first_in_preparation_then_there_and_gone_when_taken_back()
    {
        play.Line.PreparePhotosAfter(2);
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.SendsPhoto([0xFF, 0xD8, 0xFF]);
        var id = resident.Talk.Entries[0].Id;
        var path = $"/line-data/v2/bot/message/{id}/content";

        (await play.Call("GET", path)).Status.ShouldBe(202);
        (await play.Call("GET", path)).Status.ShouldBe(202);
        (await play.Call("GET", path)).Status.ShouldBe(200);
        await resident.Unsends(id);
        (await play.Call("GET", path)).Status.ShouldBe(410);
        (await play.Call("GET", "/line-data/v2/bot/message/1/content")).Status.ShouldBe(404);
    }

    [Test]
    public async Task An_unknown_path_is_404_and_written_down()
    {
        (await play.Call("GET", "/line-api/v2/bot/nothing-here")).Status.ShouldBe(404);
        play.Ledger.Calls.ShouldContain(c => c.Path == "/line-api/v2/bot/nothing-here" && c.Status == 404);
    }

    [Test]
    public async Task More_than_two_megabytes_are_413() =>
        (await play.Call("POST", "/line-api/v2/bot/message/push", new string(' ', 2 * 1024 * 1024 + 1))).Status.ShouldBe(413);

    private string LastToken() => (string)play.Heard.Last().Event["replyToken"]!;

    private Task<Answer> Reply(string token) =>
        play.Call("POST", "/line-api/v2/bot/message/reply", new JsonObject { ["replyToken"] = token, ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "はい" }) }.ToJsonString());

    private static string Push(string to, string text) =>
        new JsonObject { ["to"] = to, ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }.ToJsonString();
}
