using System.Text.Json;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;
using Bot.Tests.Line.OpenApi;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Client;

public sealed class LineSendingTests
{
    private const string Resident = "U0123456789abcdef0123456789abcdef";
    private static readonly Guid Key = new("01234567-89ab-cdef-0123-456789abcdef");
    private static readonly ReadOnlyMemory<byte> Hello = LineEnvelope.Array([new LineMessage.Text("秘密のことば")]);

    private LineStandIn _line = null!;

    [SetUp]
    public async Task StartLine() => _line = await LineStandIn.Start();

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

    [Test]
    public async Task A_push_carries_its_key_and_a_reply_none()
    {
        _line.Then(200, """{"sentMessages":[{"id":"461230966842064897","quoteToken":"q"}]}""");
        (await Push()).ShouldBe(new SendResult.Sent("r1", ["461230966842064897"]));
        (await Reply()).ShouldBeOfType<SendResult.Sent>();
        var calls = _line.Calls.ToArray();
        calls[0].ShouldBe(new LineStandIn.Asked(
            "POST", "/api/v2/bot/message/push", "", "Bearer t1", "01234567-89ab-cdef-0123-456789abcdef", "application/json",
            $$"""{"to":"{{Resident}}","messages":[{"type":"text","text":"秘密のことば"}]}"""));
        calls[1].Path.ShouldBe("/api/v2/bot/message/reply");
        calls[1].RetryKey.ShouldBeNull();
    }

    [Test]
    public async Task A_key_that_was_accepted_before_is_success()
    {
        _line.Then(409, """{"message":"The retry key is already accepted","sentMessages":[{"id":"1"}]}""", acceptedRequestId: "first");
        (await Push()).ShouldBe(new SendResult.AlreadyAccepted("first", ["1"]));
    }

    [Test]
    public async Task After_a_broken_server_a_push_is_repeated_under_the_same_key()
    {
        _line.Then(500).Then(502, "<html>").Then(200);
        (await Push()).ShouldBeOfType<SendResult.Sent>();
        _line.Calls.Select(c => c.RetryKey).ShouldBe([Key.ToString(), Key.ToString(), Key.ToString()]);
    }

    [Test]
    public async Task A_push_that_was_accepted_in_silence_is_found_accepted()
    {
        _line.ThenSilence().Then(409, "{}", acceptedRequestId: "first");
        (await Push()).ShouldBe(new SendResult.AlreadyAccepted("first", []));
    }

    [Test]
    public async Task When_nobody_answers_the_outcome_is_unknown_and_tries_are_few()
    {
        _line.ThenSilence();
        (await Push()).ShouldBe(new SendResult.Unreachable(true, "timeout"));
        _line.Calls.Count.ShouldBe(3);
    }

    [Test]
    public async Task A_reply_is_repeated_once_and_then_a_used_token_may_mean_that_it_arrived()
    {
        _line.ThenSilence().Then(400, """{"message":"Invalid reply token"}""");
        (await Reply()).ShouldBe(new SendResult.InvalidReplyToken(AfterUnknown: true));
        _line.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task A_token_that_was_never_good_says_so()
    {
        _line.Then(400, """{"message":"Invalid reply token"}""");
        (await Reply()).ShouldBe(new SendResult.InvalidReplyToken(AfterUnknown: false));
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_reply_without_any_answer_is_tried_twice()
    {
        _line.Then(500);
        (await Reply()).ShouldBe(new SendResult.Unreachable(true, "status 500"));
        _line.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task The_two_kinds_of_429_are_told_apart_and_neither_is_repeated()
    {
        _line.Then(429, """{"message":"The API rate limit has been exceeded. Try again later."}""").Then(429, """{"message":"You have reached your monthly limit."}""");
        (await Push()).ShouldBeOfType<SendResult.RateLimited>();
        (await Push()).ShouldBeOfType<SendResult.OverQuota>();
        _line.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task A_refusal_tells_which_part_and_is_never_repeated()
    {
        _line.Then(400, """{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"}]}""");
        (await Push()).ShouldBe(new SendResult.Refused(400, "The request body has 1 error(s)", ["messages[0].text: May not be empty"], "r1"));
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task An_accepted_answer_that_breaks_in_the_middle_is_accepted()
    {
        _line.Then(async context =>
        {
            context.Response.ContentLength = 500;
            await context.Response.WriteAsync("{\"sentMess");
            await context.Response.Body.FlushAsync();
            // Time to read the status: a reset would throw away what is still on its way.
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            context.Abort();
        });
        (await Reply()).ShouldBeOfType<SendResult.Sent>().MessageIds.ShouldBeEmpty();
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_connection_that_breaks_before_the_status_leaves_the_outcome_unknown()
    {
        _line.Then(context => { context.Abort(); return Task.CompletedTask; });
        (await Push()).ShouldBeOfType<SendResult.Unreachable>().OutcomeUnknown.ShouldBeTrue();
    }

    [Test]
    public async Task Where_nobody_listens_nothing_can_have_arrived()
    {
        await using var nowhere = await LineStandIn.Start(settings => settings with { ApiBaseUrl = new Uri("http://127.0.0.1:1/") });
        (await nowhere.Line.Reply(nowhere.Channel, "t", Hello, Lane.Reply, CancellationToken.None))
            .ShouldBeOfType<SendResult.Unreachable>().OutcomeUnknown.ShouldBeFalse();
    }

    [Test]
    public async Task A_redirect_is_refused_so_that_the_token_stays_here()
    {
        _line.Then(context => { context.Response.Redirect("/elsewhere"); return Task.CompletedTask; });
        (await Push()).ShouldBeOfType<SendResult.Refused>().Status.ShouldBe(302);
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task Bulk_calls_carry_keys_and_bodies_as_the_specification_says()
    {
        _line.Then(200);
        var style = new SendStyle(Silent: true, Unit: "drill_1");
        await _line.Line.Multicast(_line.Channel, [Resident], Hello, Key, Lane.Bulk, CancellationToken.None, style);
        await _line.Line.Broadcast(_line.Channel, Hello, Key, Lane.Notice, CancellationToken.None, silent: true);
        var target = new NarrowcastTarget(
            new NarrowcastRecipient.All([new NarrowcastRecipient.Audience(5), new NarrowcastRecipient.But(new NarrowcastRecipient.Redelivery("r"))]),
            new NarrowcastFilter.Any([new NarrowcastFilter.Area(["jp_13"]), new NarrowcastFilter.Age("age_65", null), new NarrowcastFilter.FriendFor("day_7", "day_90")]),
            new NarrowcastLimit(100, WithinQuota: true, ForbidPartial: true));
        await _line.Line.Narrowcast(_line.Channel, Hello, target, Key, Lane.Bulk, CancellationToken.None);
        _line.Calls.ShouldAllBe(call => call.RetryKey == Key.ToString());
        foreach (var (call, schema) in _line.Calls.Zip(["MulticastRequest", "BroadcastRequest", "NarrowcastRequest"]))
        {
            using var body = JsonDocument.Parse(call.Body);
            (OpenApiFile.Find("messaging-api.yml")?.Faults(schema, body.RootElement) ?? []).ShouldBeEmpty();
        }

        Should.Throw<ArgumentOutOfRangeException>(() => _line.Line.Multicast(
            _line.Channel, [.. Enumerable.Repeat(Resident, 501)], Hello, Key, Lane.Bulk, CancellationToken.None));
    }

    [Test]
    public async Task No_log_line_holds_words_or_the_resident()
    {
        _line.Then(500).Then(200).Then(400, """{"message":"Failed to send messages"}""");
        await Push();
        await Push();
        await _line.Line.Profile(_line.Channel, Resident, CancellationToken.None);
        _line.Logs.Lines.ShouldContain(line => line.Contains("push", StringComparison.Ordinal) && line.Contains("r2", StringComparison.Ordinal));
        _line.Logs.Lines.ShouldNotContain(line => line.Contains(Resident, StringComparison.Ordinal) || line.Contains("秘密", StringComparison.Ordinal)
            || line.Contains("secret", StringComparison.Ordinal) || line.Contains("t1", StringComparison.Ordinal));
    }

    private Task<SendResult> Push() => _line.Line.Push(_line.Channel, Resident, Hello, Key, Lane.Reply, CancellationToken.None);

    private Task<SendResult> Reply() => _line.Line.Reply(_line.Channel, "token", Hello, Lane.Reply, CancellationToken.None);
}
