using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

public sealed class DatabaseTests
{
    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task A_unit_of_work_sees_its_own_town()
    {
        var town = await _db.Database.InTown(TestDatabase.Hoshimi,
            tx => tx.Connection!.QuerySingleAsync<string>("select current_setting('app.town_id')", transaction: tx), default);

        town.ShouldBe("hoshimi");
    }

    [Test]
    public async Task The_town_does_not_outlive_the_transaction()
    {
        await using var single = Database.Open(_db.AppConnectionString, connections: 1);
        await single.InTown(TestDatabase.Hoshimi, _ => Task.CompletedTask, default);

        await using var connection = await single.Connect(default);
        (await connection.QuerySingleAsync<string>("select coalesce(current_setting('app.town_id', true), '')")).ShouldBe("");
    }

    [Test]
    public async Task What_throws_leaves_no_trace()
    {
        await Should.ThrowAsync<InvalidTimeZoneException>(() => _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await Call(tx, Guid.NewGuid(), "thrown");
            throw new InvalidTimeZoneException();
        }, default));

        (await _db.Peek<int>("select count(*)::int from staff_call where citizen_id = 'thrown'")).ShouldBe([0]);
    }

    [Test]
    public async Task A_swallowed_error_inside_does_not_pass_for_success()
    {
        await Should.ThrowAsync<PostgresException>(() => _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await Call(tx, Guid.NewGuid(), "swallowed");
            try
            {
                await tx.Connection!.ExecuteAsync("select 1 / 0", transaction: tx);
            }
            catch (PostgresException)
            {
                // what careless code would do
            }
        }, default));
    }

    [Test]
    public async Task A_reading_unit_of_work_cannot_write()
    {
        var thrown = await Should.ThrowAsync<PostgresException>(() => _db.Database.ReadInTown(TestDatabase.Hoshimi, async tx =>
        {
            await Call(tx, Guid.NewGuid(), "read only");
            return true;
        }, default));

        thrown.SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Test]
    public async Task Rows_with_ids_moments_and_underscores_are_read_truly()
    {
        var asked = new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.FromHours(9));
        var id = Guid.NewGuid();

        var row = await _db.Database.InTown(TestDatabase.Hoshimi, async tx =>
        {
            await Call(tx, id, "U1", asked);
            return await tx.Connection!.QuerySingleAsync<CallRow>(
                "select town_id, citizen_id, form_id, asked_at, done_at from staff_call where call_id = @id", new { id }, tx);
        }, default);

        row.ShouldBe(new CallRow(TestDatabase.Hoshimi, new CitizenId("U1"), null, asked.ToUniversalTime(), null));
        row.AskedAt.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Test]
    public async Task Towns_are_listed_from_outside_of_any()
    {
        (await TownTable.All(_db.Database, default)).ShouldBe([TestDatabase.Hoshimi, TestDatabase.Kawabe, TestDatabase.Union]);
    }

    [Test]
    public async Task A_fit_server_is_told_with_its_warnings()
    {
        var report = await ServerChecks.Run(_db.Database, default);

        var fsync = (await _db.Peek<string>("show fsync"))[0];
        report.Warnings.Any(w => w.StartsWith("fsync", StringComparison.Ordinal)).ShouldBe(fsync == "off");
    }

    [Test]
    public async Task Start_is_refused_as_owner_as_superuser_and_without_durable_commits()
    {
        await Refused(_db.OwnerConnectionString, "owns tables");
        await Refused(_db.SuperuserConnectionString, "bypasses row-level security");
        await Refused(_db.AppConnectionString + ";Options=-c synchronous_commit=off", "synchronous_commit");
    }

    private static async Task Refused(string connectionString, string why)
    {
        await using var database = Database.Open(connectionString);
        (await Should.ThrowAsync<UnfitServerException>(() => ServerChecks.Run(database, default))).Message.ShouldContain(why);
    }

    private static Task<int> Call(NpgsqlTransaction tx, Guid id, string citizen, DateTimeOffset? asked = null) => tx.Connection!.ExecuteAsync(
        "insert into staff_call (town_id, call_id, citizen_id, asked_at) values ('hoshimi', @id, @citizen, @asked)",
        new { id, citizen, asked = asked ?? DateTimeOffset.UnixEpoch }, tx);

    private sealed record CallRow(TownId TownId, CitizenId CitizenId, FormId? FormId, DateTimeOffset AskedAt, DateTimeOffset? DoneAt);
}
