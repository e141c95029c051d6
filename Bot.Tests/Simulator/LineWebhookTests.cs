using System.Text;
using System.Text.Json.Nodes;
using Bot.Simulator;
using Bot.Simulator.Delivery;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Simulator;

[TestFixture]
internal sealed class LineWebhookTests
{
    private Playground play = null!;

    [SetUp]
    public async Task Open() => play = await Playground.Open();

    [TearDown]
    public async Task Close() => await play.DisposeAsync();

    [Test]
    public void The_signature_is_that_of_the_published_example() =>
        Wire.LineSignature("8c570fa6dd201bb328f1c1eac23a96d8", Encoding.UTF8.GetBytes("""{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}"""))
            .ShouldBe("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=");

    [Test]
    public async Task A_webhook_is_signed_over_the_bytes_that_arrive_and_escapes_emoji()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.Says("粗大ごみ🏁");

        var heard = play.Heard.ShouldHaveSingleItem();
        heard.Headers["x-line-signature"].ShouldBe(Wire.LineSignature("secret-hoshimi", heard.Body));
        Encoding.UTF8.GetString(heard.Body).ShouldContain("粗大ごみ\\uD83C\\uDFC1");
        ((string?)heard.Json["destination"]).ShouldBe(play.Line.Town("hoshimi").Settings.BotUserId);
        ((string?)heard.Event["source"]!["userId"]).ShouldBe(resident.UserId);
        ((string?)heard.Event["webhookEventId"])!.Length.ShouldBe(26);
        heard.Event["message"]!.AsObject().ContainsKey("quotedMessageId").ShouldBeFalse();
    }

    [Test]
    public async Task A_webhook_without_2xx_comes_again_with_the_same_id_token_and_time()
    {
        play.Answers.Enqueue(500);
        play.Answers.Enqueue(503);
        var delivered = await play.Line.Town("hoshimi").Resident("hanako").Says("粗大ごみ");

        delivered.ShouldBe(new(true, 3, 200));
        var events = play.Heard.Select(h => h.Event).ToArray();
        events.Select(e => (bool)e["deliveryContext"]!["isRedelivery"]!).ShouldBe([false, true, true]);
        foreach (var name in new[] { "webhookEventId", "replyToken", "timestamp" })
            events.Select(e => e[name]!.ToJsonString()).Distinct().Count().ShouldBe(1);
    }

    [Test]
    public async Task Redelivery_ends_after_the_limit_and_can_be_switched_off()
    {
        play.Line.Webhooks.Habits.MaxRedeliveries = 1;
        for (var i = 0; i < 3; i++) play.Answers.Enqueue(500);
        (await play.Line.Town("hoshimi").Resident("hanako").Says("1")).ShouldBe(new(false, 2, 500));
        play.Line.Webhooks.Habits.Redeliver = false;
        (await play.Line.Town("hoshimi").Resident("hanako").Says("2")).ShouldBe(new(false, 1, 500));
    }

    [Test]
    public async Task Duplicates_carry_the_same_event_id_and_are_not_marked()
    {
        play.Line.Webhooks.Habits.DuplicateRate = 1;
        await play.Line.Town("hoshimi").Resident("hanako").Says("粗大ごみ");
        play.Heard.Count.ShouldBe(2);
        play.Heard.Select(h => h.Event.ToJsonString()).Distinct().Count().ShouldBe(1);
    }

    [Test]
    public async Task Held_webhooks_go_out_in_the_order_asked_for()
    {
        play.Line.Webhooks.Hold();
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        var all = new[] { resident.Says("1"), resident.Says("2"), resident.Says("3") };
        await Task.Delay(100);
        play.Heard.ShouldBeEmpty();
        await play.Line.Webhooks.Release(ReleaseOrder.Reversed);
        await Task.WhenAll(all);
        play.Heard.Select(h => (string)h.Event["message"]!["text"]!).ShouldBe(["3", "2", "1"]);
    }

    [Test]
    public async Task Several_events_can_share_one_webhook()
    {
        var town = play.Line.Town("hoshimi");
        await town.Send(town.Resident("hanako").DraftText("1"), town.Resident("kenta").DraftText("2"));
        var heard = play.Heard.ShouldHaveSingleItem();
        heard.Json["events"]!.AsArray().Select(e => (string)e!["message"]!["text"]!).ShouldBe(["1", "2"]);
    }

    [Test]
    public async Task Friend_block_and_unblock_are_told_as_LINE_tells_them()
    {
        var resident = play.Line.Town("hoshimi").Resident("hanako");
        await resident.AddsFriend();
        await resident.Blocks();
        await resident.AddsFriend();
        var events = play.Heard.Select(h => h.Event).ToArray();
        events.Select(e => (string)e["type"]!).ShouldBe(["follow", "unfollow", "follow"]);
        events[0]["follow"]!["isUnblocked"]!.GetValue<bool>().ShouldBeFalse();
        events[1].ContainsKey("replyToken").ShouldBeFalse();
        events[2]["follow"]!["isUnblocked"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Test]
    public async Task A_date_from_the_picker_comes_as_a_parameter_of_the_postback()
    {
        await play.Line.Town("hoshimi").Resident("hanako").Picks("day", "2026-12-01");
        play.Heard.Single().Event["postback"]!.ToJsonString().ShouldBe("""{"data":"day","params":{"date":"2026-12-01"}}""");
    }

    [Test]
    public async Task The_verify_call_sends_an_empty_signed_webhook()
    {
        var answer = await play.Call("POST", "/line-api/v2/bot/channel/webhook/test", "{}");
        ((bool)answer.Json!["success"]!).ShouldBeTrue();
        play.Heard.Single().Json["events"]!.AsArray().ShouldBeEmpty();
    }
}
