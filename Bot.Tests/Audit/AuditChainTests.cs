using Bot.Infrastructure.Audit;
using Bot.Tests.Postgres;
using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 3, 0, 0, TimeSpan.Zero);
    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase("update audit_entry set detail = 'other' where town_id = 'hoshimi' and seq = 4", 4)]
    [TestCase("update audit_entry set actor_id = 'somebody' where town_id = 'hoshimi' and seq = 2", 2)]
    [TestCase("update audit_entry set subjects = '{}' where town_id = 'hoshimi' and seq = 3", 3)]
    [TestCase("update audit_entry set at = at + interval '1 microsecond' where town_id = 'hoshimi' and seq = 1", 1)]
    [TestCase("delete from audit_subject; delete from audit_entry where town_id = 'hoshimi' and seq = 3", 3)]
    [TestCase("delete from audit_subject; delete from audit_entry where town_id = 'hoshimi' and seq = 6", 6, Description = "the end is cut off")]
    [TestCase("delete from audit_subject; delete from audit_entry where town_id = 'hoshimi' and seq = 1", 1)]
    [TestCase("delete from audit_subject; update audit_entry set seq = case seq when 2 then 103 else 102 end where town_id = 'hoshimi' and seq in (2, 3); update audit_entry set seq = seq - 100 where town_id = 'hoshimi' and seq > 100", 2, Description = "two changed places")]
    [TestCase("delete from audit_subject; update audit_entry set seq = seq + 100 where town_id = 'hoshimi' and seq > 3; update audit_entry set seq = seq - 99 where town_id = 'hoshimi' and seq > 100; insert into audit_entry select town_id, 4, at, actor_kind, actor_id, actor_home, 'put/in', '{}', null, prev_hash, hash from audit_entry where town_id = 'hoshimi' and seq = 3", 4, Description = "one was put in")]
    [TestCase("update audit_head set seq = 5, hash = (select hash from audit_entry where town_id = 'hoshimi' and seq = 5) where town_id = 'hoshimi'", 0, Description = "known limit: entries behind a head that was set back are not walked")]
    public async Task Whoever_changes_the_record_behind_our_back_is_found(string attack, int at)
    {
        await Write(6);
        (await Walk()).ShouldBe((true, 6));

        await _db.Peek<int>($"set session_replication_role = replica; {attack}");

        var chain = await AuditChainSearch.Walk(_db.Database, TestDatabase.Hoshimi, default);
        chain.BrokenAt.ShouldBe(at == 0 ? null : at, chain.Why);
        (await AuditChainSearch.Walk(_db.Database, TestDatabase.Kawabe, default)).Holds.ShouldBeTrue();
    }

    [Test]
    public async Task Writers_at_once_make_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Write(10))));

        (await Walk()).ShouldBe((true, 80));
    }

    [Test]
    public async Task What_is_rolled_back_leaves_no_gap()
    {
        await Write(2);
        await Should.ThrowAsync<InvalidTimeZoneException>(() => _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await AuditTable.Add(tx, TestDatabase.Hoshimi, Actor.System, new AuditEntry("lost"), Noon, default);
            throw new InvalidTimeZoneException();
        }, default));
        await Write(2);

        (await Walk()).ShouldBe((true, 4));
    }

    [TestCase("update audit_entry set detail = ''")]
    [TestCase("delete from audit_entry")]
    [TestCase("truncate audit_entry")]
    [TestCase("delete from audit_subject")]
    [TestCase("delete from audit_head")]
    public async Task The_app_itself_cannot_change_what_was_written(string attack)
    {
        await Write(1);
        (await Should.ThrowAsync<PostgresException>(() => _db.Database.InTown(
            TestDatabase.Hoshimi, tx => tx.Connection!.ExecuteAsync(attack, transaction: tx), default))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Test]
    public async Task Entries_are_found_by_time_actor_action_and_whom_they_are_about()
    {
        var staff = new Actor("staff", "a1", "hoshimi");
        await _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await AuditTable.Add(tx, TestDatabase.Hoshimi, staff, new AuditEntry("bulky-waste.see", ["bulky-waste/1", "bulky-waste/2"]), Noon, default);
            await AuditTable.Add(tx, TestDatabase.Hoshimi, Actor.System, new AuditEntry("retention/erase", Detail: "photo 3"), Noon.AddHours(1), default);
            await AuditTable.Add(tx, TestDatabase.Hoshimi, staff, new AuditEntry("bulky-waste.change/cancel", ["bulky-waste/2"]), Noon.AddHours(2), default);
        }, default);

        (await Found(new AuditFilter())).ShouldBe([3, 2, 1]);
        (await Found(new AuditFilter(From: Noon.AddMinutes(1), Until: Noon.AddHours(2)))).ShouldBe([2]);
        (await Found(new AuditFilter(Actor: "a1"))).ShouldBe([3, 1]);
        (await Found(new AuditFilter(Actor: "system"))).ShouldBe([2]);
        (await Found(new AuditFilter(Action: "bulky-waste."))).ShouldBe([3, 1]);
        (await Found(new AuditFilter(Subject: "bulky-waste/1"))).ShouldBe([1]);
        (await Found(new AuditFilter(), before: 3, most: 1)).ShouldBe([2]);
        (await _db.Database.ReadInTown(TestDatabase.Hoshimi, tx => AuditSearch.WhoHasSeen(tx, TestDatabase.Hoshimi, ["bulky-waste/2"], 10, default), default))
            .Select(r => (r.Seq, r.Actor.Id)).ShouldBe([(3, "a1"), (1, "a1")]);
        (await _db.Database.ReadInTown(TestDatabase.Kawabe, tx => AuditSearch.Page(tx, TestDatabase.Hoshimi, new AuditFilter(), null, 10, default), default)).ShouldBeEmpty();
    }

    private async Task<long[]> Found(AuditFilter filter, long? before = null, int most = 10) =>
        [.. (await _db.Database.ReadInTown(TestDatabase.Hoshimi, tx => AuditSearch.Page(tx, TestDatabase.Hoshimi, filter, before, most, default), default)).Select(r => r.Seq)];

    private async Task Write(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _db.Database.InTown(TestDatabase.Hoshimi, tx => AuditTable.Add(
                tx, TestDatabase.Hoshimi, new Actor("staff", "a1", "hoshimi"), new AuditEntry("bulky-waste.see", [$"bulky-waste/{i}"], "detail"), Noon, default), default);
        }
    }

    private async Task<(bool Holds, long Length)> Walk()
    {
        var chain = await AuditChainSearch.Walk(_db.Database, TestDatabase.Hoshimi, default);
        return (chain.Holds, chain.Length);
    }
}
