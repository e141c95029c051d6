using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Inbox;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

public sealed class PoisonTests
{
    private TestDatabase _db = null!;
    private volatile bool _cured;

    [SetUp]
    public async Task Start() => (_db, _cured) = (await TestDatabase.New(), false);

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task One_poisonous_conversation_of_a_batch_is_parked_and_the_others_go_on()
    {
        await using var rig = await Rig.Start(_db, new() { Poison = IsPoison });

        await rig.Receive([.. Enumerable.Range(0, 30).Select(i => Rig.Event($"e{i}", $"U{i}")), Rig.Event("poison", "UP"), Rig.Event("next", "UP", 1)]);

        await Rig.Until(() => Task.FromResult(rig.Ledger.Calls.Count(c => c.Row.Citizen?.Value != "UP") == 30), "the answers of the others");
        await Parked(rig);
        rig.Ledger.Seen("UP").ShouldBe(["sorry"]);
        (await Rig.Told(_db, "UP")).ShouldBeEmpty();
        (await _db.Peek<int>("select attempts from conversation where citizen_id = 'UP'")).ShouldBe([Parking.Most]);
        (await _db.Peek<int>("select count(*)::int from conversation where attempts > 0 and citizen_id <> 'UP'")).ShouldBe([0]);
    }

    [Test]
    public async Task Later_events_of_a_parked_conversation_wait_and_are_replayed_in_order()
    {
        await using var rig = await Rig.Start(_db, new() { Poison = IsPoison });
        await rig.Receive(Rig.Event("poison", "UP"));
        await Parked(rig);

        await rig.Receive(Rig.Event("later", "UP", 1));
        await Rig.Until(async () => (await _db.Peek<int>("select count(*)::int from inbox where parked_at is not null"))[0] == 2, "the later event is put aside");
        rig.Ledger.Seen("UP").ShouldBe(["sorry"]);

        _cured = true;
        (await rig.Parking.Replay(TestDatabase.Hoshimi, new CitizenId("UP"), default)).ShouldBeTrue();
        await Rig.Until(async () => (await Rig.Told(_db, "UP")).Length == 2, "the replay");

        (await Rig.Told(_db, "UP")).ShouldBe(["poison", "later"]);
        await Rig.Until(() => Task.FromResult(rig.Ledger.Count == 3), "the answers");
        rig.Ledger.Seen("UP").ShouldBe(["sorry", "poison", "later"]);
        (await rig.Parking.Replay(TestDatabase.Hoshimi, new CitizenId("UP"), default)).ShouldBeFalse();
    }

    [Test]
    public async Task Who_mends_the_fault_sees_what_is_parked_and_lets_it_go_on()
    {
        await using var rig = await Rig.Start(_db, new() { Poison = IsPoison });
        await rig.Receive(Rig.Event("poison", "UP"), Rig.Event("next", "UP", 1));
        await Parked(rig);
        (await Command("parked", "hoshimi")).ShouldMatch(@"\AUP \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ 2\s*\z");
        (await Command("parked", "kawabe")).ShouldBeEmpty();
        (await Command("replay", "hoshimi", "somebody-else")).ShouldStartWith("0 ");

        _cured = true;
        (await Command("replay", "hoshimi", "UP")).ShouldStartWith("1 ");
        await _db.Peek<int>("update inbox set received_at = now() - interval '1 min' returning 1");
        await Rig.Until(async () => (await Rig.Told(_db, "UP")).SequenceEqual(["poison", "next"]), "the replay, found by the sweeper");
        (await Command("parked", "hoshimi")).ShouldBeEmpty();
    }

    [Test]
    public async Task An_event_that_kills_the_process_each_time_is_parked_too()
    {
        var ledger = new Ledger();
        var deaths = 0;

        // Each process dies over the event (before its transaction commits); what it counted beforehand is all that is left of it.
        while (deaths < 20 && (await _db.Peek<int>("select count(*)::int from conversation where parked_at is not null"))[0] == 0)
        {
            var died = new TaskCompletionSource();
            var rig = await Rig.Start(_db, new()
            {
                Ledger = ledger,
                Reached = async (self, point) =>
                {
                    if (point == "before-commit")
                    {
                        await self.Kill();
                        died.SetResult();
                        await new TaskCompletionSource().Task;
                    }
                },
            });
            if (deaths == 0)
            {
                await rig.Receive(Rig.Event("deadly", "UP"));
                await died.Task;
                await _db.Peek<int>("update inbox set received_at = now() - interval '1 min' returning 1");
            }

            await Task.WhenAny(died.Task, Rig.Until(() => Task.FromResult(ledger.Count > 0), "death or apology"));
            deaths += died.Task.IsCompleted ? 1 : 0;
            await HurryUp();
            if (!died.Task.IsCompleted)
            {
                await rig.DisposeAsync();
            }
        }

        // Once on the way through memory, which is not counted, and then ten times: a death may have had another cause.
        deaths.ShouldBe(Parking.Most + 1);
        ledger.Seen("UP").ShouldBe(["sorry"]);
    }

    private async Task<string> Command(params string[] words)
    {
        using var said = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Bot"] = _db.AppConnectionString }).Build();
        (await TalksCommand.Run(words, settings, said, default)).ShouldBe(0);
        return said.ToString();
    }

    private bool IsPoison(PendingTurns turns) => !_cured && turns.Events.Any(e => e.EventId == "poison");

    private async Task HurryUp() => await _db.Peek<int>("update conversation set retry_at = null where retry_at is not null returning 1");

    private async Task Parked(Rig rig)
    {
        await Rig.Until(async () =>
        {
            await HurryUp();
            return (await _db.Peek<int>("select count(*)::int from conversation where parked_at is not null"))[0] == 1;
        }, "parked");
        await Rig.Until(() => Task.FromResult(rig.Ledger.Seen("UP").Length == 1), "the apology");
    }
}
