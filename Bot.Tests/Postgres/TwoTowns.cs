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
    private static readonly TownId Stranger = new("yosomura");

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
            // A neighbour served by the same union; and a union, by a town that it does not serve.
            await Attack(table, TestDatabase.Kawabe, TestDatabase.Hoshimi, await Plant(table, TestDatabase.Kawabe));
            await Attack(table, TestDatabase.Union, Stranger, await Plant(table, TestDatabase.Union));
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

    /// <summary>Makes a row of a town; checks and foreign keys are set aside, since nobody knows what each table wants.</summary>
    private async Task<int> Plant(string table, TownId owner)
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
            values ({string.Join(", ", columns.Select(c => Value(c, owner)))}) on conflict do nothing
            """);
        return await connection.QuerySingleAsync<int>($"select count(*)::int from {table} where town_id = '{owner}'");
    }

    private async Task Attack(string table, TownId owner, TownId attacker, int there)
    {
        there.ShouldBeGreaterThan(0, table);
        var open = table == "town";
        var who = $"{attacker} at {table} of {owner}";
        var copy = (await _db.Peek<string>($"select to_jsonb(t)::text from {table} t where town_id = '{owner}' limit 1"))[0];
        await _db.Peek<int>($"insert into town (town_id, kind) values ('{attacker}', 'town') on conflict do nothing returning 1");

        (await In(attacker, $"select count(*)::int from {table} where town_id = '{owner}'")).ShouldBe(open ? 1 : 0, $"select: {who}");
        (await Changed(attacker, $"update {table} set town_id = town_id where town_id = '{owner}'")).ShouldBeLessThanOrEqualTo(0, $"update: {who}");
        (await Changed(attacker, $"update {table} set town_id = '{owner}' where town_id = '{attacker}'")).ShouldBeLessThanOrEqualTo(0, $"move: {who}");
        (await Changed(attacker, $"delete from {table} where town_id = '{owner}'")).ShouldBeLessThanOrEqualTo(0, $"delete: {who}");
        (await Refused(attacker, $"insert into {table} select * from jsonb_populate_record(null::{table}, '{copy.Replace("'", "''", StringComparison.Ordinal)}'::jsonb)"))
            .ShouldBeTrue($"insert: {who}");
        (await Refused(attacker, $"truncate {table}")).ShouldBeTrue($"truncate: {who}");
        (await _db.Peek<int>($"select count(*)::int from {table} where town_id = '{owner}'"))[0].ShouldBe(there, who);
    }

    /// <summary>How many rows were changed; −1 when the role may not even try.</summary>
    private async Task<int> Changed(TownId attacker, string sql)
    {
        try
        {
            return await _db.Database.InTown(attacker, tx => tx.Connection!.ExecuteAsync(sql, transaction: tx), default);
        }
        catch (PostgresException thrown) when (thrown.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return -1;
        }
    }

    private async Task<bool> Refused(TownId attacker, string sql)
    {
        try
        {
            await _db.Database.InTown(attacker, tx => tx.Connection!.ExecuteAsync(sql, transaction: tx), default);
            return false;
        }
        catch (PostgresException thrown)
        {
            return thrown.SqlState == PostgresErrorCodes.InsufficientPrivilege;
        }
    }

    private Task<int> In(TownId town, string sql) =>
        _db.Database.InTown(town, tx => tx.Connection!.QuerySingleAsync<int>(sql, transaction: tx), default);

    private static string Value(Column column, TownId owner) => column switch
    {
        { Name: "town_id" } => $"'{owner}'",
        { Type: "uuid" } => $"'{Guid.NewGuid()}'",
        { Type: "bytea" } => "'\\x00'",
        { Type: "jsonb" or "json" } => "'{}'",
        { Category: "N" } => "1",
        { Category: "B" } => "true",
        { Category: "D" } when column.Type.StartsWith("time ", StringComparison.Ordinal) => "'12:00'",
        { Category: "D" } => "'2026-01-01'",
        { Category: "T" } => "'1 day'",
        { Category: "A" } => "'{}'",
        { Category: "R" } => "'empty'",
        _ => "'x'",
    };

    private sealed record Column(string Name, string Type, string Category, bool First);
}
