using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

public sealed class InboxTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task What_is_due_by_our_own_clock_is_born_in_our_hands()
    {
        var claims = 0;
        await using var rig = await Rig.Start(_db, new()
        {
            Reached = (_, point) =>
            {
                Interlocked.Add(ref claims, point == "claimed-before-handover" ? 1 : 0);
                return Task.CompletedTask;
            },
        });
        await rig.Receive([.. Enumerable.Range(0, 20).Select(i => Rig.Fresh($"e{i:d2}", $"U{i}", i))]);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 20), "20 answers");
        claims.ShouldBe(0, "no answer goes through the table a second time");
    }

    [Test]
    public async Task An_event_is_kept_decided_and_answered()
    {
        await using var rig = await Rig.Start(_db);

        var fresh = await rig.Receive(Rig.Event("e1", "U1"));

        fresh.Select(e => e.EventId).ShouldBe(["e1"]);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the answer");
        (await Rig.Told(_db, "U1")).ShouldBe(["e1"]);
        await Rig.Until(async () => (await Pending()) == 0 && (await Unsent()) == 0, "all marked");
    }

    [Test]
    public async Task An_answer_leaves_without_a_claim_or_a_wait_for_the_sweeper()
    {
        await using var rig = await Rig.Start(_db);
        await rig.Receive(Rig.Event("warm", "U0"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "warm");

        await rig.Receive(Rig.Event("e1", "U1"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 2), "the answer");

        rig.Ledger.Calls[1].Attempts.ShouldBe(1);
        (await _db.Peek<int>("select lease_epoch from outbox order by created_at")).ShouldBe([1, 1]);
    }

    [Test]
    public async Task The_same_event_at_once_and_later_has_one_effect()
    {
        await using var rig = await Rig.Start(_db);
        await using var other = await Rig.Start(_db, new() { Ledger = rig.Ledger });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? rig : other).Receive(Rig.Event("e1", "U1"))));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 1), "the answer");
        var later = await rig.Receive(Rig.Event("e1", "U1"), Rig.Event("e2", "U1", 1));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 2), "the second answer");

        answers.Sum(a => a.Count).ShouldBeLessThanOrEqualTo(1);
        later.Select(e => e.EventId).ShouldBe(["e2"]);
        (await Rig.Told(_db, "U1")).ShouldBe(["e1", "e2"]);
        rig.Ledger.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task Order_is_kept_and_nothing_is_doubled_under_sixteen_deliveries_to_two_processes()
    {
        await using var rig = await Rig.Start(_db);
        await using var other = await Rig.Start(_db, new() { Ledger = rig.Ledger });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async d =>
        {
            for (var i = 0; i < 40; i++)
            {
                // Two deliveries to each resident, through either process; a resident's events of one delivery are in order.
                await ((d + i) % 2 == 0 ? rig : other).Receive(Rig.Event($"d{d}-{i:d2}", $"U{d / 2}", i));
                if (i % 5 == 0)
                {
                    await other.Receive(Rig.Event($"d{d}-{i:d2}", $"U{d / 2}", i));
                }
            }
        }));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 640), "640 answers");

        for (var citizen = 0; citizen < 8; citizen++)
        {
            var told = await Rig.Told(_db, $"U{citizen}");
            told.Length.ShouldBe(80);
            told.Distinct(StringComparer.Ordinal).Count().ShouldBe(80);
            foreach (var delivery in (int[])[citizen * 2, (citizen * 2) + 1])
            {
                told.Where(t => t.StartsWith($"d{delivery}-", StringComparison.Ordinal)).ShouldBeInOrder();
            }

            rig.Ledger.Seen($"U{citizen}").ShouldBe(told);
        }
    }

    [Test]
    public async Task Events_of_one_delivery_are_taken_in_the_order_in_which_they_happened()
    {
        await using var rig = await Rig.Start(_db);

        await rig.Receive(Rig.Event("late", "U1", 9), Rig.Event("early", "U1", 1), Rig.Event("b", "U1", 5), Rig.Event("a", "U1", 5));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 4), "four answers");

        (await Rig.Told(_db, "U1")).ShouldBe(["early", "a", "b", "late"]);
    }

    [Test]
    public async Task A_flood_of_one_resident_is_worked_off_in_several_transactions()
    {
        await using var rig = await Rig.Start(_db);

        await rig.Receive([.. Enumerable.Range(0, 120).Select(i => Rig.Event($"e{i:d3}", "U1", i))]);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 120), "120 answers");

        (await Rig.Told(_db, "U1")).ShouldBeInOrder();
    }

    [Test]
    public async Task An_event_of_nobody_is_kept_and_has_no_effect()
    {
        await using var rig = await Rig.Start(_db);

        await rig.Receive(Rig.Event("e1", InboxEvent.Nobody.Value));

        (await _db.Peek<bool>("select done_at is not null from inbox where event_id = 'e1'")).ShouldBe([true]);
        (await _db.Peek<int>("select count(*)::int from conversation")).ShouldBe([0]);
    }

    [Test]
    public async Task An_event_that_cannot_be_stored_costs_only_its_own_request()
    {
        await using var rig = await Rig.Start(_db);

        var good = rig.Receive(Rig.Event("good", "U1"));
        await Should.ThrowAsync<ArgumentException>(() => rig.Receive(Rig.Event("bad\0", "U1")));
        await Should.ThrowAsync<ArgumentException>(() => rig.Receive(Rig.Event("bad\ud800", "U1")));

        (await good).Count.ShouldBe(1);
    }

    [Test]
    public async Task Many_requests_share_few_commits()
    {
        // No worker: its marks would write the rows anew.
        await using var database = Database.Open(_db.AppConnectionString);
        var writer = new InboxWriter(database, new InboxQueue(0, TimeProvider.System), _db.Sealer, TimeProvider.System);
        await writer.Write(TestDatabase.Hoshimi, [Rig.Event("warm", "U0")], default);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => writer.Write(TestDatabase.Kawabe, [Rig.Event($"e{i}", $"U{i}")], default)));

        (await _db.Peek<int>("select count(*)::int from inbox where town_id = 'kawabe'")).ShouldBe([400]);
        (await Commits()).ShouldBeLessThan(40);
    }

    [Test]
    public async Task A_conversation_is_woken_once_when_its_moment_has_passed()
    {
        await using var rig = await Rig.Start(_db);
        await _db.Peek<int>("""
            insert into conversation (town_id, citizen_id, wake_at, wake_turn, wake_slot)
            values ('hoshimi', 'U1', now() - interval '1 s', 0, now() - interval '10 min'),
                   ('hoshimi', 'U2', now() + interval '5 min', 0, now() - interval '1 min')
            """);

        await Rig.Until(async () => (await Rig.Told(_db, "U1")).Length > 0, "the alarm");
        await Task.Delay(1500);

        (await Rig.Told(_db, "U1")).ShouldBe(["alarm"]);
        (await Rig.Told(_db, "U2")).ShouldBeEmpty();
    }

    private async Task<int> Pending() => (await _db.Peek<int>("select count(*)::int from inbox where done_at is null"))[0];

    private async Task<int> Unsent() => (await _db.Peek<int>("select count(*)::int from outbox where sent_at is null"))[0];

    /// <summary>Distinct transactions that wrote the events, which the rows themselves tell.</summary>
    private async Task<int> Commits() => (await _db.Peek<int>("select count(distinct xmin::text)::int from inbox where town_id = 'kawabe'"))[0];
}
