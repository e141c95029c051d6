using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Processes;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Processes;

/// <summary>The database was away: nobody has beaten meanwhile, and nobody is robbed for it.</summary>
public sealed class LivingTests
{
    private ScratchCluster _cluster = null!;
    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        TestDatabase.SkipWithoutPrograms();
        _cluster = await ScratchCluster.Start();
        _db = await TestDatabase.New(_cluster);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        await _db.DisposeAsync();
        _cluster.Dispose();
    }

    [Test]
    public async Task After_an_outage_nobody_robs_the_living()
    {
        var ledger = new Ledger();
        // One call lasts through the outage; what stands behind it in the chain is held through it.
        OutboxHandler slow = async (_, stop) =>
        {
            await Task.Delay(9000, stop);
            return new Delivery.Sent("request");
        };
        await using var first = await Rig.Start(_db, new() { Ledger = ledger, Handler = slow });
        await using var second = await Rig.Start(_db, new() { Ledger = ledger });
        await Rig.Until(async () => (await _db.Peek<int>("select 1 from process where beats >= 3")).Count == 2, "both at work");
        await first.Receive([.. Enumerable.Range(0, 30).Select(i => Rig.Event($"e{i:d2}", $"U{i}", i))]);
        await Rig.Until(async () => (await _db.Peek<int>("select 1 from outbox where lease_epoch = 1")).Count == 30, "all in hand");

        await _cluster.Freeze();
        // The first is slower than the second to find the database again.
        await first.Part<Heartbeat>().StopAsync(default);
        await Task.Delay(5000);
        first.Part<Pulse>().IsSure.ShouldBeFalse();
        await _cluster.Thaw();
        await Rig.Until(() => Task.FromResult(second.Part<Pulse>().IsSure), "the second is back");
        await Task.Delay(700);
        await first.Part<Heartbeat>().StartAsync(default);
        await Rig.Until(() => Task.FromResult(ledger.Count == 30), "all sent");
        await Task.Delay(500);

        ledger.Calls.Count.ShouldBe(30);
        (await _db.Peek<int>("select lease_epoch from outbox where lease_epoch <> 1 or sent_at is null")).ShouldBeEmpty();
    }
}
