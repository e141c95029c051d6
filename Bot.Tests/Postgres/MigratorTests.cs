using Bot.Infrastructure.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

public sealed class MigratorTests
{
    private TestDatabase _db = null!;
    private NpgsqlDataSource _owner = null!;

    private static int Known => Migration.Embedded.Count;

    [SetUp]
    public async Task Start()
    {
        _db = await TestDatabase.New();
        _owner = NpgsqlDataSource.Create(_db.OwnerConnectionString);
    }

    [TearDown]
    public async Task End()
    {
        await _owner.DisposeAsync();
        await _db.DisposeAsync();
    }

    [Test]
    public async Task A_second_run_has_nothing_to_do()
    {
        (await Migrator.Run(_db.OwnerConnectionString, default)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_new_file_is_applied_once_and_named()
    {
        var migrations = With(new Migration(Known + 1, "9001_probe", "create table probe (n int)"));

        (await new Migrator(_owner, migrations).Run(default)).ShouldBe(["9001_probe"]);
        (await new Migrator(_owner, migrations).Run(default)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_changed_file_is_refused_and_changes_nothing()
    {
        Migration[] migrations =
        [
            Migration.Embedded[0] with { Sql = Migration.Embedded[0].Sql + "\n-- an afterthought" },
            .. Migration.Embedded.Skip(1),
            new Migration(Known + 1, "9001_probe", "create table probe (n int)"),
        ];

        var refused = await Should.ThrowAsync<MigrationRefusedException>(() => new Migrator(_owner, migrations).Run(default));

        refused.Message.ShouldContain("has changed");
        (await _db.Peek<bool>("select to_regclass('probe') is null")).ShouldBe([true]);
    }

    [Test]
    public async Task A_missing_file_is_refused()
    {
        await new Migrator(_owner, With(new Migration(Known + 1, "9001_probe", "create table probe (n int)"))).Run(default);

        var refused = await Should.ThrowAsync<MigrationRefusedException>(() => new Migrator(_owner, Migration.Embedded).Run(default));
        refused.Message.ShouldContain("9001_probe");
    }

    [Test]
    public async Task Numbers_with_a_gap_are_refused()
    {
        await Should.ThrowAsync<MigrationRefusedException>(
            () => new Migrator(_owner, With(new Migration(Known + 2, "9002_probe", "select 1"))).Run(default));
    }

    [Test]
    public async Task Two_at_once_apply_each_file_once()
    {
        var migrations = With(
            new Migration(Known + 1, "9001_probe", "create table probe (n int); select pg_sleep(0.2)"),
            new Migration(Known + 2, "9002_probe", "insert into probe values (1)"));

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Migrator(_owner, migrations).Run(default)));

        done.SelectMany(d => d).Order(StringComparer.Ordinal).ShouldBe(["9001_probe", "9002_probe"]);
        (await _db.Peek<int>("select n from probe")).ShouldBe([1]);
    }

    [Test]
    public async Task A_file_that_fails_leaves_no_trace_of_itself()
    {
        var migrations = With(new Migration(Known + 1, "9001_probe", "create table probe (n int); select 1 / 0"));

        await Should.ThrowAsync<PostgresException>(() => new Migrator(_owner, migrations).Run(default));

        (await _db.Peek<bool>("select to_regclass('probe') is null")).ShouldBe([true]);
        (await _db.Peek<int>("select max(number) from schema_migration")).ShouldBe([Known]);
    }

    private static IReadOnlyList<Migration> With(params Migration[] more) => [.. Migration.Embedded, .. more];
}
