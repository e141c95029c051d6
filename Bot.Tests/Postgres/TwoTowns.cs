using Bot.Domain.Kernel;
using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>
/// One town tries to read, add, change and delete rows of another, in every table there is.
/// The rows are made up from the catalogue, so a new table is attacked from its first day.
/// </summary>
public sealed class TwoTowns
{
    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task No_town_reaches_the_rows_of_another()
    {
        var tables = await _db.Peek<string>("""
            select relname::text from pg_class
             where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'schema_migration' order by 1
            """);
        tables.Count.ShouldBeGreaterThan(6);

        foreach (var table in tables)
        {
            var there = await Plant(table);
            await Attack(table, there);
        }
    }

    [Test]
    public async Task Without_a_town_nothing_is_seen()
    {
        await _db.Peek<int>("insert into conversation (town_id, citizen_id) values ('kawabe', 'U-seen') on conflict do nothing returning 1");
        await using var source = NpgsqlDataSource.Create(_db.AppConnectionString);
        await using var connection = await source.OpenConnectionAsync();

        (await connection.QuerySingleAsync<int>("select count(*)::int from conversation")).ShouldBe(0);
    }

    /// <summary>Makes one row of Kawabe; checks and foreign keys are set aside, since nobody knows what each table wants.</summary>
    private async Task<int> Plant(string table)
    {
        var columns = await _db.Peek<Column>("""
            select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory::text as category, a.attnum = 1 as first
              from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = @table::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
               and (a.attnotnull or a.attnum = 1)
             order by a.attnum
            """, new { table });
        var checks = await _db.Peek<string>(
            "select conname::text from pg_constraint where conrelid = @table::regclass and contype = 'c'", new { table });

        await using var source = NpgsqlDataSource.Create(_db.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var check in checks)
        {
            await connection.ExecuteAsync($"alter table {table} drop constraint {check}");
        }

        await connection.ExecuteAsync($"""
            set session_replication_role = replica;
            insert into {table} ({string.Join(", ", columns.Select(c => c.Name))})
            values ({string.Join(", ", columns.Select(Value))}) on conflict do nothing
            """);
        return await connection.QuerySingleAsync<int>($"select count(*)::int from {table} where town_id = 'kawabe'");
    }

    private async Task Attack(string table, int there)
    {
        there.ShouldBeGreaterThan(0, table);
        var open = table == "town";

        (await Try<int>($"select count(*)::int from {table} where town_id = 'kawabe'")).ShouldBe(open ? 1 : 0, $"select from {table}");
        (await Changed($"update {table} set town_id = town_id where town_id = 'kawabe'")).ShouldBeLessThanOrEqualTo(0, $"update {table}");
        (await Changed($"update {table} set town_id = 'kawabe' where town_id = 'hoshimi'")).ShouldBeLessThanOrEqualTo(0, $"move within {table}");
        (await Changed($"delete from {table} where town_id = 'kawabe'")).ShouldBeLessThanOrEqualTo(0, $"delete from {table}");
        (await Refused($"insert into {table} select * from jsonb_populate_record(null::{table}, '{await Copy(table)}'::jsonb)")).ShouldBeTrue($"insert into {table}");
        (await Refused($"truncate {table}")).ShouldBeTrue($"truncate {table}");
        (await _db.Peek<int>($"select count(*)::int from {table} where town_id = 'kawabe'"))[0].ShouldBe(there, table);
    }

    private async Task<string> Copy(string table) =>
        (await _db.Peek<string>($"select to_jsonb(t)::text from {table} t where town_id = 'kawabe' limit 1"))[0].Replace("'", "''", StringComparison.Ordinal);

    /// <summary>How many rows were changed; −1 when the role may not even try.</summary>
    private async Task<int> Changed(string sql)
    {
        try
        {
            return await _db.Database.InTown(TestDatabase.Hoshimi, tx => tx.Connection!.ExecuteAsync(sql, transaction: tx), default);
        }
        catch (PostgresException thrown) when (thrown.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return -1;
        }
    }

    private async Task<bool> Refused(string sql)
    {
        try
        {
            await _db.Database.InTown(TestDatabase.Hoshimi, tx => tx.Connection!.ExecuteAsync(sql, transaction: tx), default);
            return false;
        }
        catch (PostgresException thrown)
        {
            return thrown.SqlState == PostgresErrorCodes.InsufficientPrivilege;
        }
    }

    private Task<T> Try<T>(string sql) =>
        _db.Database.InTown(TestDatabase.Hoshimi, tx => tx.Connection!.QuerySingleAsync<T>(sql, transaction: tx), default);

    private static string Value(Column column) => column switch
    {
        { Name: "town_id" } => "'kawabe'",
        { Type: "uuid" } => $"'{Guid.NewGuid()}'",
        { Type: "bytea" } => "'\\x00'",
        { Type: "jsonb" or "json" } => "'{}'",
        { Category: "N" } => "1",
        { Category: "B" } => "true",
        { Type: "time without time zone" } => "'08:30'",
        { Category: "D" } => "'2026-01-01'",
        { Category: "T" } => "'1 day'",
        { Category: "A" } => "'{}'",
        { Category: "R" } => "'empty'",
        _ => "'x'",
    };

    private sealed record Column(string Name, string Type, string Category, bool First);
}
