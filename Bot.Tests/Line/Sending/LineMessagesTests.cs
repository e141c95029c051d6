using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Tests.Line.Client;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Sending;

public sealed class LineMessagesTests
{
    private const string UsedToken = """{"message":"Invalid reply token"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("01234567-89ab-cdef-0123-456789abcdef");

    private LineStandIn _line = null!;

    [SetUp]
    public async Task StartLine() => _line = await LineStandIn.Start();

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

    [Test]
    public async Task A_fresh_token_is_answered_for_free()
    {
        _line.Then(200);
        (await Send(fresh: true)).ShouldBe(new Delivery.Sent("r1"));
        Paths.ShouldBe(["reply"]);
    }

    [Test]
    public async Task A_stale_token_is_not_tried_but_pushed_under_the_rows_id()
    {
        _line.Then(200);
        (await Send(fresh: false)).ShouldBeOfType<Delivery.Sent>();
        Paths.ShouldBe(["push"]);
        _line.Calls.Single().RetryKey.ShouldBe(Id.ToString());
    }

    [Test]
    public async Task A_token_that_never_worked_falls_back_to_push()
    {
        _line.Then(400, UsedToken).Then(200);
        (await Send(fresh: true)).ShouldBeOfType<Delivery.Sent>();
        Paths.ShouldBe(["reply", "push"]);
    }

    [Test]
    public async Task After_a_lost_answer_a_used_token_means_that_the_reply_arrived()
    {
        _line.Then(500).Then(400, UsedToken);
        (await Send(fresh: true)).ShouldBe(new Delivery.Sent(null));
        Paths.ShouldBe(["reply", "reply"]);
    }

    [Test]
    public async Task What_must_arrive_is_not_said_twice_while_its_used_token_proves_that_it_arrived()
    {
        _line.Then(500).Then(400, UsedToken);
        (await Send(fresh: true, must: true)).ShouldBe(new Delivery.Sent(null));
        Paths.ShouldBe(["reply", "reply"]);
    }

    [Test]
    public async Task After_a_crash_between_sending_and_marking_nothing_comes_twice()
    {
        _line.Then(400, UsedToken);
        (await Send(fresh: true, must: true, attempts: 2, firstTried: Now.AddSeconds(-31))).ShouldBe(new Delivery.Sent(null));
        Paths.ShouldBe(["reply"]);
    }

    [Test]
    public async Task A_later_try_asks_with_the_old_token_first_so_that_nothing_comes_twice()
    {
        _line.Then(400, UsedToken);
        (await Send(fresh: false, attempts: 2)).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("二重送信");
        Paths.ShouldBe(["reply"]);
    }

    [Test]
    public async Task A_later_try_of_what_must_arrive_ends_in_a_push()
    {
        _line.Then(400, UsedToken).Then(409, "{}", acceptedRequestId: "first");
        (await Send(fresh: false, must: true, attempts: 2)).ShouldBe(new Delivery.Sent("first"));
        Paths.ShouldBe(["reply", "push"]);
    }

    [Test]
    public async Task A_row_that_was_never_replied_to_is_pushed_at_every_try()
    {
        _line.Then(200);
        (await Send(fresh: false, attempts: 3, firstTried: Now.AddSeconds(-1))).ShouldBeOfType<Delivery.Sent>();
        Paths.ShouldBe(["push"]);
    }

    [Test]
    public async Task Limits_of_the_second_come_again_and_limits_of_the_month_are_told_to_staff()
    {
        _line.Then(429, """{"message":"The API rate limit has been exceeded. Try again later."}""").Then(429, """{"message":"You have reached your monthly limit."}""");
        (await Send(fresh: true)).ShouldBeOfType<Delivery.Retry>().After.ShouldBeGreaterThan(TimeSpan.Zero);
        (await Send(fresh: false)).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("今月の送信数");
    }

    [Test]
    public async Task Silence_is_tried_again_and_a_refusal_is_not()
    {
        _line.Then(500).Then(500).Then(500).Then(400, """{"message":"Failed to send messages"}""");
        (await Send(fresh: false)).ShouldBeOfType<Delivery.Retry>();
        (await Send(fresh: false)).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("Failed to send messages");
    }

    [Test]
    public async Task A_channel_that_LINE_does_not_know_just_now_is_tried_again()
    {
        _line.Then(401);
        (await Send(fresh: false)).ShouldBeOfType<Delivery.Retry>();
    }

    [Test]
    public async Task What_LINE_refuses_is_not_tried_again_and_says_what_is_wrong()
    {
        _line.Then(400, """{"message":"The request body has 1 error(s)"}""");
        (await Send(fresh: true, messages: [new LineMessage.Text("")])).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("text.text");
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task What_cannot_be_addressed_or_read_is_not_sent()
    {
        (await Sender().Send(new OutboxJob(LineStandIn.Town, Row(true, false) with { Body = "?"u8.ToArray() }, 1, Now), CancellationToken.None)).ShouldBeOfType<Delivery.Failed>();
        (await Sender().Send(new OutboxJob(new("kawabe"), Row(true, false), 1, Now), CancellationToken.None)).ShouldBeOfType<Delivery.Failed>();
        (await Sender().Send(new OutboxJob(LineStandIn.Town, Row(true, false) with { Citizen = null }, 1, Now), CancellationToken.None)).ShouldBeOfType<Delivery.Failed>();
        _line.Calls.ShouldBeEmpty();
    }

    private IEnumerable<string> Paths => _line.Calls.Select(c => c.Path[(c.Path.LastIndexOf('/') + 1)..]);

    private Task<Delivery> Send(bool fresh, bool must = false, int attempts = 1, DateTimeOffset? firstTried = null, LineMessage[]? messages = null) =>
        Sender().Send(new OutboxJob(LineStandIn.Town, Row(fresh, must, messages), attempts, firstTried ?? (attempts == 1 ? Now : Now.AddMinutes(-2))), CancellationToken.None);

    private LineMessages Sender() => new(_line.Line, new LineChannels([_line.Channel]), new StoppedClock(Now));

    private static OutboxRow Row(bool fresh, bool must, LineMessage[]? messages = null) => new(
        Id, new CitizenId("U0123456789abcdef0123456789abcdef"), Lane.Reply, LineKinds.Messages, LineEnvelope.Write(must, messages ?? [new LineMessage.Text("受け付けました")]),
        "token", fresh ? Now.AddSeconds(30) : Now.AddSeconds(-30), Now);
}

internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
