using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

/// <summary>
/// The database commits and its word does not arrive: a process owns rows that it does not know of. What it decides afterwards must not overtake them.
/// </summary>
public sealed class LostWordTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task Of_a_turn_the_answer_goes_before_the_next_and_soon()
    {
        await using var rig = await Rig.Start(_db, Losing("after-commit-before-handover"));
        await rig.Receive(Rig.Fresh("e1", "U1"));
        await Rig.Until(async () => (await Rig.Told(_db, "U1")).Length == 1, "the first turn");

        await rig.Receive(Rig.Fresh("e2", "U1", 1));
        // Long before the lease of the first ends, which nobody could have ended by dying.
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 2), "two answers", seconds: 12);

        rig.Ledger.Seen("U1").ShouldBe(["e1", "e2"]);
        rig.Ledger.Calls.Count.ShouldBe(2);
    }

    [Test]
    public async Task Of_a_claim_what_was_claimed_goes_before_what_is_decided_now()
    {
        var claimed = new TaskCompletionSource();
        await using var rig = await Rig.Start(_db, Losing("claimed-before-handover", claimed));
        await _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await OutboxTable.Add(tx, TestDatabase.Hoshimi, [Rig.Row(NamedGuid.From("test", "before"), new("U1"), "before")], default);
            return true;
        }, default);
        await claimed.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await rig.Receive(Rig.Fresh("e1", "U1"));
        await rig.Receive(Rig.Fresh("other", "U2"));
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 3), "all three", seconds: 60);

        rig.Ledger.Seen("U1").ShouldBe(["before", "e1"]);
        rig.Ledger.Calls.Count.ShouldBe(3);
    }

    /// <summary>The word of one commit is lost at a point, once.</summary>
    private static Rig.Options Losing(string place, TaskCompletionSource? lost = null)
    {
        var done = 0;
        return new()
        {
            Reached = (_, point) =>
            {
                if (point != place || Interlocked.Exchange(ref done, 1) > 0)
                {
                    return Task.CompletedTask;
                }

                lost?.TrySetResult();
                throw new DatabaseAwayException();
            },
        };
    }
}
