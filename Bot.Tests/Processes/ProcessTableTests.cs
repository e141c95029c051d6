using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Bot.Tests.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Processes;

/// <summary>The one table that belongs to no town and that the app may write: each process its own row and no other's.</summary>
public sealed class ProcessTableTests
{
    private static readonly Guid Ours = Guid.NewGuid();
    private static readonly Guid Theirs = Guid.NewGuid();

    private TestDatabase _db = null!;

    [SetUp]
    public async Task Start()
    {
        _db = await TestDatabase.New();
        await ProcessTable.Beat(_db.Database, new(Theirs, ProcessRoles.Web | ProcessRoles.Sender, 1), default);
    }

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task A_beat_shows_all_who_are_at_work_and_leaving_takes_the_row_out()
    {
        (await ProcessTable.Beat(_db.Database, new(Ours, ProcessRoles.All, 1), default)).Count.ShouldBe(2);
        (await ProcessTable.Beat(_db.Database, new(Ours, ProcessRoles.All, 2), default))
            .ShouldBe([new(Ours, ProcessRoles.All, 2), new(Theirs, ProcessRoles.Web | ProcessRoles.Sender, 1)], ignoreOrder: true);

        await ProcessTable.Leave(_db.Database, Ours, default);

        (await _db.Peek<Guid>("select process_id from process")).ShouldBe([Theirs]);
    }

    [Test]
    public async Task No_process_touches_the_row_of_another()
    {
        (await As(Ours, $"update process set beats = beats + 1 where process_id = '{Theirs}'")).ShouldBe(0);
        (await As(Ours, $"delete from process where process_id = '{Theirs}'")).ShouldBe(0);
        (await As(null, "delete from process")).ShouldBe(0);
        (await Should.ThrowAsync<PostgresException>(() => As(Ours, $"insert into process values ('{Guid.NewGuid()}', 'all', 1, clock_timestamp())")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Test]
    public async Task What_fell_silent_minutes_ago_is_cleared_away()
    {
        await ProcessTable.Clear(_db.Database, default);
        (await _db.Peek<int>("select 1 from process")).Count.ShouldBe(1);

        await _db.Peek<int>("update process set beat_at = beat_at - interval '3 minutes' returning 1");
        await ProcessTable.Clear(_db.Database, default);

        (await _db.Peek<int>("select 1 from process")).ShouldBeEmpty();
    }

    [Test]
    public async Task Row_level_security_is_forced_here_too() =>
        (await _db.Peek<bool>("select relrowsecurity and relforcerowsecurity from pg_class where relname = 'process'")).ShouldBe([true]);

    private async Task<int> As(Guid? process, string sql)
    {
        await using var source = NpgsqlDataSource.Create(_db.AppConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var tx = await connection.BeginTransactionAsync();
        if (process is not null)
        {
            await using var enter = new NpgsqlCommand($"set local app.process_id = '{process}'", connection, tx);
            await enter.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(sql, connection, tx);
        return await command.ExecuteNonQueryAsync();
    }
}
