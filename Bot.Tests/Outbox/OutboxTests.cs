using System.Diagnostics;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Outbox;

public sealed class OutboxTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task Answers_of_one_resident_go_in_order_while_many_residents_are_answered_at_once()
    {
        await using var rig = await Rig.Start(_db, new() { Handler = Slow(200), Room = new(8, 512, 8, 8) });

        var clock = Stopwatch.StartNew();
        await rig.Receive([.. Enumerable.Range(0, 400).Select(i => Rig.Event($"e{i:d3}", $"U{i % 200}", i))]);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 400), "400 answers");

        // One after the other they would take 80 seconds.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        for (var citizen = 0; citizen < 200; citizen++)
        {
            rig.Ledger.Seen($"U{citizen}").ShouldBe([$"e{citizen:d3}", $"e{citizen + 200:d3}"]);
        }
    }

    [Test]
    public async Task What_a_module_adds_goes_within_a_second_or_at_once_by_the_bell()
    {
        await using var rig = await Rig.Start(_db);

        await Add(Row("swept", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the swept row", seconds: 3);
        await Add(Row("rung", "U1"));
        rig.Doorbell.Ring(TestDatabase.Hoshimi);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 2), "the rung row", seconds: 3);

        (await _db.Peek<string>("select request_id from outbox where sent_at is not null")).ShouldBe(["request", "request"]);
    }

    [Test]
    public async Task The_same_row_added_again_is_sent_once()
    {
        await using var rig = await Rig.Start(_db);

        await Add(Row("once", "U1"), Row("once", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the row");
        await Add(Row("once", "U1"));
        await Task.Delay(1300);

        rig.Ledger.Calls.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_row_that_fails_for_now_is_tried_again_under_the_same_key_and_nothing_overtakes_it()
    {
        var calls = new List<OutboxJob>();
        await using var rig = await Rig.Start(_db, new()
        {
            Handler = (job, _) =>
            {
                lock (calls)
                {
                    calls.Add(job);
                    return Task.FromResult<Delivery>(
                        Text(job) == "a" && job.Attempts < 3 ? new Delivery.Retry(TimeSpan.FromMilliseconds(1), "503") : new Delivery.Sent(null));
                }
            },
        });

        await rig.Receive(Rig.Event("a", "U1"), Rig.Event("b", "U1", 1), Rig.Event("other", "U2"));
        await rig.Receive(Rig.Event("c", "U1", 2));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 4), "four answers");

        rig.Ledger.Seen("U1").ShouldBe(["a", "b", "c"]);
        var tries = calls.Where(c => Text(c) == "a").ToList();
        tries.Select(c => c.Attempts).ShouldBe([1, 2, 3]);
        tries.Select(c => c.Row.Id).Distinct().ShouldBe([NamedGuid.From("a", "0")]);
        tries.Select(c => c.FirstTriedAt).Distinct().Count().ShouldBe(1);
        calls.Count.ShouldBe(6);
    }

    [Test]
    public async Task A_handler_that_throws_is_tried_again()
    {
        var thrown = 0;
        await using var rig = await Rig.Start(_db, new()
        {
            Handler = (_, _) => Interlocked.Increment(ref thrown) == 1 ? throw new HttpRequestException() : Task.FromResult<Delivery>(new Delivery.Sent(null)),
        });

        await rig.Receive(Rig.Event("a", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the second try");

        rig.Ledger.Calls[0].Attempts.ShouldBe(2);
    }

    [Test]
    public async Task What_will_never_succeed_is_kept_with_its_reason_and_lets_the_next_go()
    {
        await using var rig = await Rig.Start(_db, new()
        {
            Handler = (job, _) => Task.FromResult<Delivery>(Text(job) == "a" ? new Delivery.Failed("400 not a friend") : new Delivery.Sent(null)),
        });

        await rig.Receive(Rig.Event("a", "U1"), Rig.Event("b", "U1", 1));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the next");
        await Rig.Until(async () => (await _db.Peek<string>("select failure from outbox where failed_at is not null")).Count == 1, "the note");

        rig.Ledger.Seen("U1").ShouldBe(["b"]);
        (await _db.Peek<string>("select failure from outbox where failed_at is not null")).ShouldBe(["400 not a friend"]);
    }

    [Test]
    public async Task After_23_hours_nothing_is_tried_any_more()
    {
        await Add(Row("old", "U1"), Row("nearly", "U2"));
        await _db.Peek<int>("""
            update outbox set attempts = 9,
                   first_tried_at = case citizen_id when 'U1' then now() - interval '23 h 1 min' else now() - interval '22 h 59 min' end
            returning 1
            """);
        await using var rig = await Rig.Start(_db, new() { Handler = (_, _) => Task.FromResult<Delivery>(new Delivery.Retry(TimeSpan.FromMinutes(5), "503")) });

        await Rig.Until(async () => (await _db.Peek<int>("select 1 from outbox where failed_at is not null")).Count == 2, "both given up");

        (await _db.Peek<string>("select failure from outbox order by citizen_id")).ShouldBe(["given up after 23 hours", "given up after 23 hours: 503"]);
        rig.Ledger.Calls.ShouldBeEmpty();
    }

    [Test]
    public async Task A_process_that_slept_past_its_lease_loses_the_row_and_its_result()
    {
        var called = new TaskCompletionSource();
        var wake = new TaskCompletionSource<Delivery>();
        await using var sleeper = await Rig.Start(_db, new()
        {
            Handler = (_, _) =>
            {
                called.TrySetResult();
                return wake.Task;
            },
        });
        await sleeper.Receive(Rig.Event("a", "U1"));
        await called.Task;
        // A sleeping process sweeps nothing.
        await sleeper.Part<OutboxSweeper>().StopAsync(default);
        await using var other = await Rig.Start(_db, new() { Ledger = sleeper.Ledger });

        // The lease ends.
        await _db.Peek<int>("update outbox set lease_until = now() - interval '1 s', due_at = now() - interval '1 s' returning 1");
        await Rig.Until(async () => (await _db.Peek<int>("select 1 from outbox where sent_at is not null")).Count == 1, "sent by the other");
        wake.SetResult(new Delivery.Failed("the sleeper's result"));
        await Task.Delay(500);

        (await _db.Peek<string>("select request_id from outbox where failed_at is null and failure is null and lease_epoch = 2")).ShouldBe(["request"]);
    }

    [Test]
    public async Task A_full_lane_holds_up_no_other()
    {
        var stuck = new TaskCompletionSource<Delivery>();
        await using var rig = await Rig.Start(_db, new()
        {
            Room = new(1, 1, 1, 1),
            Handler = (job, stop) => job.Row.Lane == Lane.Bulk ? stuck.Task.WaitAsync(stop) : Task.FromResult<Delivery>(new Delivery.Sent(null)),
        });

        await Add([.. Enumerable.Range(0, 20).Select(i => Row($"bulk{i}", $"U{i}", Lane.Bulk))]);
        await Add(Row("alert", "U1", Lane.Alert), Row("reply", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 2), "alert and reply");

        rig.Ledger.Seen("U1").Order(StringComparer.Ordinal).ShouldBe(["alert", "reply"]);
        stuck.SetResult(new Delivery.Sent(null));
    }

    [Test]
    public async Task A_row_for_later_and_a_row_that_waits_hold_up_nothing_of_another_sort()
    {
        await using var rig = await Rig.Start(_db, new()
        {
            Handler = (job, _) => Task.FromResult<Delivery>(
                job.Row.Lane == Lane.Notice && Text(job) == "refused" ? new Delivery.Retry(TimeSpan.FromHours(1), "429") : new Delivery.Sent(null)),
        });

        await Add(Row("tomorrow", "U1") with { DueAt = TimeProvider.System.GetUtcNow().AddDays(1) }, Row("refused", "U1", Lane.Notice));
        await rig.Receive(Rig.Event("a", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the answer", seconds: 3);
        await Task.Delay(1200);

        rig.Ledger.Seen("U1").ShouldBe(["a"]);
    }

    [Test]
    public async Task A_kind_that_this_build_does_not_know_is_left_for_one_that_does()
    {
        await using var rig = await Rig.Start(_db);

        await Add(Row("a", "U1") with { Kind = "of tomorrow" });
        await Task.Delay(1500);

        (await _db.Peek<int>("select attempts from outbox")).ShouldBe([0]);
    }

    private Task Add(params OutboxRow[] rows) => _db.Database.InTown(
        TestDatabase.Hoshimi, tx => OutboxTable.Add(tx, TestDatabase.Hoshimi, rows, default), default);

    private static OutboxRow Row(string body, string citizen, Lane lane = Lane.Reply) =>
        Rig.Row(NamedGuid.From("test", body), new(citizen), body, lane);

    private static string Text(OutboxJob job) => System.Text.Encoding.UTF8.GetString(job.Row.Body.Span);

    private static OutboxHandler Slow(int milliseconds) => async (_, stop) =>
    {
        await Task.Delay(milliseconds, stop);
        return new Delivery.Sent(null);
    };
}
