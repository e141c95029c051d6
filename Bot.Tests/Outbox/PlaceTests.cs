using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Outbox;

/// <summary>The order in which the answers to one resident go, whoever wrote them.</summary>
public sealed class PlaceTests
{
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task What_was_written_later_goes_later_though_the_clock_of_its_writer_lags()
    {
        var (ahead, behind, now) = (Guid.NewGuid(), Guid.NewGuid(), TimeProvider.System.GetUtcNow());
        await Born(ahead, now.AddSeconds(5), Row("a", "U1"));
        await Born(ahead, now.AddSeconds(5), Row("tomorrow", "U2") with { DueAt = now.AddDays(1) });
        await Born(behind, now, Row("b", "U1"), Row("c", "U1"), Row("today", "U2"));
        // Its own clock may step back too: what it holds itself still comes first.
        await Born(behind, now.AddSeconds(-1), Row("later", "U2"));

        (await _db.Peek<string>("select convert_from(body, 'UTF8') || case when lease_owner is null then '' else ' leased' end from outbox where citizen_id = 'U1' order by seq"))
            .ShouldBe(["a leased", "b", "c"]);
        (await _db.Peek<string>("select convert_from(body, 'UTF8') || case when lease_owner is null then '' else ' leased' end from outbox where citizen_id = 'U2' order by seq"))
            .ShouldBe(["today leased", "later leased", "tomorrow"]);
    }

    /// <summary>Writes rows as the turns of a process do that goes by this hour.</summary>
    private Task<int> Born(Guid owner, DateTimeOffset now, params OutboxRow[] rows) => _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
    {
        var batch = Statement.Batch(tx.Connection!, tx, OutboxTable.Insert(TestDatabase.Hoshimi, OutboxTable.Newborns(rows, now, _ => true), owner, now));
        await using var _ = batch;
        return await batch.ExecuteNonQueryAsync();
    }, default);

    private static OutboxRow Row(string body, string citizen) => Rig.Row(NamedGuid.From("test", body), new(citizen), body);
}
