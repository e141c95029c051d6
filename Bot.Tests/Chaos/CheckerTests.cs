using System.Text.Json.Nodes;
using Bot.Chaos.Check;
using Bot.Simulator;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>The checker is shown good histories and bad ones, made by hand: it must pass the one kind and name what is wrong in the other.</summary>
internal sealed class CheckerTests
{
    private readonly HandClock _clock = new();
    private readonly List<LedgerSql.InboxRow> _inbox = [];
    private readonly List<LedgerSql.OutboxRow> _outbox = [];
    private readonly List<LedgerSql.RequestRow> _requests = [];
    private Book _book = null!;
    private Conversation _talk = null!;
    private long _turns;
    private long _number;

    [SetUp]
    public void Begin()
    {
        _book = new Book(_clock);
        _talk = _book.Of("hoshimi", "U1");
        _inbox.Clear();
        _outbox.Clear();
        _requests.Clear();
        _turns = 0;
    }

    [TearDown]
    public void End() => _book.Dispose();

    [Test]
    public void A_talk_in_which_all_went_well_passes()
    {
        Replied(Taken("a"));
        Pushed(Taken("b"));
        Found().ShouldBeEmpty();
    }

    [Test]
    public void What_was_kept_and_answered_though_its_200_was_lost_is_allowed()
    {
        var said = Sent("a");
        Kept(said);
        Replied(said);
        Found().ShouldBeEmpty();
    }

    [Test]
    public void An_acked_event_that_was_not_kept_is_lost()
    {
        _book.Ack(Sent("a"));
        Found().ShouldContain((Promise.NothingLost, "a (step) was acked and is not in the inbox"));
    }

    [Test]
    public void An_acked_event_without_an_answer_is_lost()
    {
        Taken("a");
        Found().ShouldBe([(Promise.NothingLost, "a (step) was acked and never answered")]);
    }

    [Test]
    public void Two_answers_are_one_too_many()
    {
        var said = Taken("a");
        Replied(said);
        Pushed(said);
        Found().ShouldBe([(Promise.NothingTwice, "a (step) was answered by reply and again by push")]);
    }

    [Test]
    public void A_second_copy_after_the_token_ran_out_is_counted_and_no_fault()
    {
        var said = Taken("a");
        Replied(said);
        _clock.Pass(TimeSpan.FromSeconds(51));
        Pushed(said);
        Found().ShouldBeEmpty();
        _book.SecondCopies.ShouldBe(1);
        Pushed(said);
        Found().Select(f => f.Promise).ShouldContain(Promise.NothingTwice);
    }

    [Test]
    public void A_later_event_that_is_answered_first_is_out_of_order()
    {
        var (a, b) = (Taken("a"), Taken("b"));
        Replied(b);
        Replied(a);
        Found().ShouldBe([(Promise.InOrder, "b (step) was answered before a (step), which had been acked before it was sent")]);
    }

    [Test]
    public void Events_that_were_under_way_together_may_be_answered_in_any_order()
    {
        var (a, b) = (Sent("a"), Sent("b"));
        foreach (var said in new[] { a, b })
        {
            _book.Ack(said);
            Kept(said);
        }

        Replied(b);
        Replied(a);
        Found().ShouldBeEmpty();
    }

    [TestCase(1, Promise.NothingLost)]
    [TestCase(3, Promise.NothingTwice)]
    public void The_turns_of_a_talk_are_the_events_that_were_taken(int turns, Promise broken)
    {
        Replied(Taken("a"));
        Replied(Taken("b"));
        _turns = turns;
        Found().Select(f => f.Promise).ShouldBe([broken]);
    }

    [Test]
    public void An_answer_that_does_not_follow_from_what_went_before_is_wrong()
    {
        Replied(Taken("a", expects: "ほかにありますか"), "捨てたい物の名前");
        Found().Select(f => f.Promise).ShouldBe([Promise.RightAnswer]);
    }

    [Test]
    public void A_push_that_follows_from_nothing_is_invented()
    {
        _book.Hear(Entry("push", Guid.NewGuid().ToString(), "U1", "?"));
        Found().Select(f => f.Promise).ShouldBe([Promise.NothingInvented]);
    }

    [Test]
    public void A_row_that_is_marked_sent_and_that_LINE_never_saw_is_lost()
    {
        Row(Guid.NewGuid(), sent: true);
        Found().Select(f => f.Promise).ShouldBe([Promise.NothingLost]);
    }

    [Test]
    public void Work_that_nobody_will_do_is_found()
    {
        Row(Guid.NewGuid(), sent: false);
        var said = Sent("a");
        _book.Ack(said);
        _inbox.Add(new("hoshimi", "a", "U1", "line", Done: false, Parked: true));
        _turns = 1;
        Replied(said);
        Found().Select(f => f.Promise).ShouldBe([Promise.NothingLeft, Promise.NothingLeft], ignoreOrder: true);
    }

    [Test]
    public void A_remark_of_which_nobody_can_know_is_given_up_and_counted()
    {
        var said = Taken("a");
        _outbox.Add(new("hoshimi", said.Key, "U1", "line.messages", false, Failed: true, "返信が届いたか確認できないため、二重送信を避けて終了しました", false, Attempts: 3, true));
        Found().ShouldBeEmpty();
    }

    [Test]
    public void What_failed_otherwise_is_lost()
    {
        var said = Taken("a");
        _outbox.Add(new("hoshimi", said.Key, "U1", "line.messages", false, Failed: true, "LINEが受け付けませんでした", false, Attempts: 1, true));
        Found().Select(f => f.Promise).ShouldBe([Promise.NothingLost, Promise.NothingLost]);
    }

    [Test]
    public void Money_is_compared_too()
    {
        Session("p1", "s1");
        Session("p1", "s2");
        Refund("pi_1");
        Refund("pi_1");
        _talk.Paid = 1;
        _talk.Requested = 1;
        Found().Select(f => f.What).ShouldBe(
            [
                "a payment has 2 checkout pages (p1)",
                "a payment was refunded 2 times (pi_1)",
                "0 paid requests were cancelled and Stripe made 2 refunds",
                "1 requests were confirmed and 0 are kept",
                "1 requests were paid and 0 numbers were told",
            ],
            ignoreOrder: true);
    }

    [Test]
    public void A_number_belongs_to_one_request()
    {
        _requests.Add(new("hoshimi", "1", "U8", "paid", "0800-0001-1"));
        _requests.Add(new("kawabe", "2", "U9", "paid", "0800-0001-1"));
        Found().ShouldBe([(Promise.NothingTwice, "2 requests have the number 0800-0001-1")]);
    }

    private List<(Promise Promise, string What)> Found()
    {
        new Checker(_book).Check(new Records(_inbox, _outbox, [new("hoshimi", "U1", _turns, false)], _requests));
        return [.. _book.Violations.Select(v => (v.Promise, v.What))];
    }

    private Said Sent(string id, string? expects = null) => _book.Send(_talk, id, "step", $"token-{id}", expects);

    private Said Taken(string id, string? expects = null)
    {
        var said = Sent(id, expects);
        _book.Ack(said);
        Kept(said);
        return said;
    }

    private void Kept(Said said)
    {
        _inbox.Add(new("hoshimi", said.EventId, "U1", "line", Done: true, Parked: false));
        _turns++;
    }

    private void Row(Guid id, bool sent) => _outbox.Add(new("hoshimi", id, "U1", "line.messages", sent, false, null, false, 1, true));

    private void Replied(Said said, string words = "") => _book.Hear(Entry("reply", said.ReplyToken, "U1", words));

    private void Pushed(Said said) => _book.Hear(Entry("push", said.Key.ToString(), "U1", ""));

    private void Session(string payment, string id) => _book.Hear(Money("session", id, new() { ["client_reference_id"] = payment }));

    private void Refund(string intent) => _book.Hear(Money("refund", $"re_{_number}", new() { ["payment_intent"] = intent }));

    private LedgerEntry Entry(string kind, string? key, string target, string words) =>
        new(++_number, _clock.GetUtcNow(), "hoshimi", "line", kind, key, target, true, "r", new JsonArray(new JsonObject { ["type"] = "text", ["text"] = words }));

    private LedgerEntry Money(string kind, string id, JsonObject detail) => new(++_number, _clock.GetUtcNow(), "hoshimi", "stripe", kind, "k", id, true, "r", detail);

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}
