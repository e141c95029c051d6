using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

/// <summary>A process ends at each named place; another one finds all that it left.</summary>
public sealed class CrashTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase("before-commit")]
    [TestCase("after-commit-before-handover")]
    [TestCase("after-send-before-mark")]
    public async Task Nothing_is_lost_and_nothing_happens_twice_when_a_process_ends_at(string place)
    {
        var ledger = new Ledger();
        var died = new TaskCompletionSource();
        var dying = 0;
        Task Die(Rig self, string point) => point == place && Interlocked.Exchange(ref dying, 1) == 0 ? End(self) : Task.CompletedTask;
        async Task End(Rig self)
        {
            await self.Kill();
            died.TrySetResult();
            await new TaskCompletionSource().Task;
        }
        var first = await Rig.Start(_db, new() { Ledger = ledger, Reached = Die });

        await first.Receive([.. Enumerable.Range(0, 100).Select(i => Rig.Event($"e{i:d3}", $"U{i % 20}", i))]);
        await died.Task.WaitAsync(TimeSpan.FromSeconds(10));

        // It sees that the first one is silent, takes what it had in its hands, and comes upon the rest by itself.
        await using var second = await Rig.Start(_db, new() { Ledger = ledger });
        await Rig.Until(() => Task.FromResult(ledger.Count == 100), "100 answers");

        for (var citizen = 0; citizen < 20; citizen++)
        {
            string[] expected = [.. Enumerable.Range(0, 5).Select(i => $"e{(i * 20) + citizen:d3}")];
            (await Rig.Told(_db, $"U{citizen}")).ShouldBe(expected);
            ledger.Seen($"U{citizen}").ShouldBe(expected);
        }
    }

    [Test]
    public async Task A_process_that_is_told_to_stop_gives_back_what_it_has_not_begun()
    {
        var ledger = new Ledger();
        var slow = await Rig.Start(_db, new()
        {
            Ledger = ledger,
            Room = new(1, 1, 1, 1),
            Handler = async (_, stop) =>
            {
                await Task.Delay(400, stop);
                return new Bot.Infrastructure.Outbox.Delivery.Sent(null);
            },
        });
        await slow.Receive([.. Enumerable.Range(0, 30).Select(i => Rig.Event($"e{i:d2}", $"U{i}", i))]);
        await Rig.Until(() => Task.FromResult(ledger.Count > 0), "the first answer");

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await slow.DisposeAsync();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        (await _db.Peek<int>("select count(*)::int from outbox where lease_owner is not null")).ShouldBe([0]);
        await using var second = await Rig.Start(_db, new() { Ledger = ledger });
        await Rig.Until(() => Task.FromResult(ledger.Count == 30), "the rest at once", seconds: 8);
        ledger.Calls.Count.ShouldBe(30);
    }
}
