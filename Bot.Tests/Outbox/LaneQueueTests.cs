using System.Threading.Channels;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Outbox;

/// <summary>A town that has much to send does not hold up one that has little.</summary>
public sealed class LaneQueueTests
{
    [Test]
    public async Task Towns_take_turns_and_each_keeps_its_order()
    {
        var queue = new LaneQueue<string>();
        for (var i = 0; i < 1000; i++)
        {
            queue.Add(TestDatabase.Kawabe, $"k{i}");
        }

        queue.Add(TestDatabase.Hoshimi, "h0");
        queue.Add(TestDatabase.Hoshimi, "h1");

        var taken = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            taken.Add(await queue.Take());
        }

        taken.ShouldBe(["k0", "h0", "k1", "h1", "k2", "k3"]);
    }

    [Test]
    public async Task What_was_added_before_the_end_is_still_taken()
    {
        var queue = new LaneQueue<int>();
        queue.Add(TestDatabase.Hoshimi, 1);
        queue.Close();

        (await queue.Take()).ShouldBe(1);
        await Should.ThrowAsync<ChannelClosedException>(() => queue.Take().AsTask());
    }

    [Test]
    public async Task A_town_whose_answers_stick_leaves_room_for_another()
    {
        await using var db = await TestDatabase.New();
        await using var rig = await Rig.Start(db, new()
        {
            Room = new(1, 4, 1, 1),
            Handler = async (job, stop) =>
            {
                // Each answer of Kawabe takes half a second of one of the four places.
                await Task.Delay(job.Town == TestDatabase.Kawabe ? 500 : 1, stop);
                return new Delivery.Sent(null);
            },
        });
        var add = (TownId town, int rows) => db.Database.InTown(town, tx => OutboxTable.Add(
            tx, town, [.. Enumerable.Range(0, rows).Select(i => Rig.Row(NamedGuid.From(town.Value, $"{i}"), new($"U{i}"), $"{i}"))], default), default);
        await add(TestDatabase.Kawabe, 200);
        rig.Doorbell.Ring(TestDatabase.Kawabe);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count > 0), "Kawabe's first");

        await add(TestDatabase.Hoshimi, 5);
        rig.Doorbell.Ring(TestDatabase.Hoshimi);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Calls.Count(c => c.Town == TestDatabase.Hoshimi) == 5), "all of Hoshimi's");

        rig.Ledger.Calls.Count(c => c.Town == TestDatabase.Kawabe).ShouldBeLessThan(60);
    }
}
