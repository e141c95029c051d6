using System.Diagnostics;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Processes;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Processes;

/// <summary>A process is lost, or only slept: what it held is another's within five seconds, and nothing of it happens twice.</summary>
public sealed class TakeoverTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase("before-commit")]
    [TestCase("after-commit-before-handover")]
    [TestCase("after-send-before-mark")]
    public async Task The_work_of_a_lost_process_is_taken_over_within_five_seconds_when_it_ends_at(string place)
    {
        var ledger = new Ledger();
        var died = new TaskCompletionSource<long>();
        var dying = 0;
        await using var second = await Rig.Start(_db, new() { Ledger = ledger });
        var first = await Rig.Start(_db, new() { Ledger = ledger, Reached = (self, point) => point == place && Interlocked.Exchange(ref dying, 1) == 0 ? Die(self) : Task.CompletedTask });
        await Known(2);

        await first.Receive([.. Enumerable.Range(0, 100).Select(i => Rig.Fresh($"e{i:d3}", $"U{i % 20}", i))]);
        var at = await died.Task.WaitAsync(TimeSpan.FromSeconds(10));
        while (ledger.Count < 100 && Stopwatch.GetElapsedTime(at) < TimeSpan.FromSeconds(15))
        {
            await Task.Delay(10);
        }

        var took = Stopwatch.GetElapsedTime(at);
        await TestContext.Out.WriteLineAsync($"taken over after {took.TotalSeconds:f1} s");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        for (var citizen = 0; citizen < 20; citizen++)
        {
            ledger.Seen($"U{citizen}").ShouldBe([.. Enumerable.Range(0, 5).Select(i => $"e{(i * 20) + citizen:d3}")]);
        }

        async Task Die(Rig self)
        {
            await self.Kill();
            died.TrySetResult(Stopwatch.GetTimestamp());
            await new TaskCompletionSource().Task;
        }
    }

    [Test]
    public async Task A_process_that_slept_sends_nothing_of_what_was_taken_over_and_its_late_mark_is_set_aside()
    {
        var called = new TaskCompletionSource();
        var wake = new TaskCompletionSource<Delivery>();
        var calls = 0;
        await using var sleeper = await Rig.Start(_db, new()
        {
            Handler = (_, _) =>
            {
                Interlocked.Increment(ref calls);
                called.TrySetResult();
                return wake.Task;
            },
        });
        await using var other = await Rig.Start(_db, new() { Ledger = sleeper.Ledger });
        await Known(2);
        // The second answer stands in the sleeper's hands behind the first.
        await sleeper.Receive(Rig.Event("a", "U1"), Rig.Event("b", "U1", 1));
        await called.Task;
        var heart = sleeper.Part<Heartbeat>();
        await heart.StopAsync(default);
        await sleeper.Part<OutboxSweeper>().StopAsync(default);

        await Rig.Until(async () => (await Sent()).Count == 2, "both sent by the other", seconds: 6);
        wake.SetResult(new Delivery.Failed("the sleeper's result"));
        await heart.StartAsync(default);
        await Rig.Until(() => Task.FromResult(sleeper.Part<Pulse>().IsSure), "awake again");
        await Task.Delay(1000);

        calls.ShouldBe(1);
        (await Sent()).ShouldBe(["request", "request"]);
        sleeper.Ledger.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task What_an_older_version_holds_that_has_no_beat_is_left_until_its_lease_ends()
    {
        await using var rig = await Rig.Start(_db);
        await Known(1);
        await _db.Peek<int>($"""
            insert into outbox (town_id, outbox_id, citizen_id, lane, kind, body, created_at, due_at, seq, attempts, first_tried_at, lease_until, lease_owner, lease_epoch)
            select 'hoshimi', gen_random_uuid(), 'U' || n, 1, 'test', '', now(), now() + make_interval(secs => n), n, 1, now(), now() + make_interval(secs => n), '{Guid.NewGuid()}', 1
              from unnest(array[4, 30]) n
            returning 1
            """);

        await Task.Delay(3500);
        rig.Ledger.Calls.ShouldBeEmpty();
        await Rig.Until(() => Task.FromResult(rig.Ledger.Calls.Count == 1), "the one whose lease ended", seconds: 5);
        rig.Ledger.Calls[0].Row.Citizen!.Value.Value.ShouldBe("U4");
    }

    [Test]
    public async Task A_row_that_kills_who_sends_it_keeps_its_pauses()
    {
        await using var rig = await Rig.Start(_db);
        var gone = Guid.NewGuid();
        await _db.Peek<int>($"""
            with p as (insert into process values ('{gone}', 'all', 1, clock_timestamp()) returning 1)
            insert into outbox (town_id, outbox_id, citizen_id, lane, kind, body, created_at, due_at, seq, attempts, first_tried_at, lease_until, lease_owner, lease_epoch)
            select 'hoshimi', gen_random_uuid(), 'U' || n, 1, 'test', '', now(), now() + interval '1 min', n, n, now(), now() + interval '30 s', '{gone}', 1
              from unnest(array[1, 2, 5]) n
            returning 1
            """);

        await Rig.Until(() => Task.FromResult(rig.Ledger.Calls.Count == 2), "those tried once or twice", seconds: 6);

        (await _db.Peek<double>("select extract(epoch from due_at - first_tried_at)::float8 from outbox where attempts = 5 and lease_owner is null"))[0]
            .ShouldBe(10, tolerance: 0.1);
    }

    [Test]
    public async Task Who_leaves_in_order_is_missed_by_nobody()
    {
        var rig = await Rig.Start(_db);
        await Known(1);

        await rig.DisposeAsync();

        (await _db.Peek<Guid>("select process_id from process")).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string>> Sent() => await _db.Peek<string>("select request_id from outbox where sent_at is not null and failed_at is null and failure is null");

    /// <summary>So many processes have beaten a few times, so they watch each other.</summary>
    private Task Known(int processes) => Rig.Until(
        async () => (await _db.Peek<int>("select 1 from process where beats >= 3")).Count == processes, "all at work");
}
