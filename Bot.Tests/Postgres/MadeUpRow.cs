using Dapper;
using Npgsql;

namespace Bot.Tests.Postgres;

/// <summary>Rows made up from the catalogue, so that a new table takes part from its first day.</summary>
internal static class MadeUpRow
{
    /// <summary>All tables of towns.</summary>
    public static Task<IReadOnlyList<string>> Tables(TestDatabase db) => db.Peek<string>("""
        select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> all (@none) order by 1
        """, new { none = SchemaRules.OfNoTown });

    /// <summary>Plants one row of a town; checks and foreign keys are set aside, since nobody knows what each table wants.</summary>
    /// <param name="id">What stands in each column that holds an id.</param>
    /// <param name="text">What stands in each column that holds text.</param>
    /// <returns>How many rows of the town the table holds now.</returns>
    public static async Task<int> Plant(TestDatabase db, string table, string town, Guid id, string text = "x")
    {
        var columns = await db.Peek<Column>("""
            select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory::text as category
              from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = @table::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
               and (a.attnotnull or a.attnum = 1)
             order by a.attnum
            """, new { table });
        var checks = await db.Peek<string>(
            "select conname::text from pg_constraint where conrelid = @table::regclass and contype = 'c'", new { table });

        await using var source = NpgsqlDataSource.Create(db.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var check in checks)
        {
            await connection.ExecuteAsync($"alter table {table} drop constraint {check}");
        }

        await connection.ExecuteAsync($"""
            set session_replication_role = replica;
            insert into {table} ({string.Join(", ", columns.Select(c => c.Name))})
            values ({string.Join(", ", columns.Select(c => Value(c, town, id, text)))}) on conflict do nothing
            """);
        return await connection.QuerySingleAsync<int>($"select count(*)::int from {table} where town_id = @town", new { town });
    }

    /// <summary>A row that lacks nothing in the given columns, as JSON.</summary>
    public static async Task<string> Filled(TestDatabase db, string table, string row, string[] names)
    {
        var columns = await db.Peek<Column>("""
            select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory::text as category
              from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = @table::regclass and a.attname::text = any (@names)
            """, new { table, names });
        var parts = columns.Select(c => $"'{c.Name}', coalesce(@row::jsonb -> '{c.Name}', 'null') , 'of {c.Name}', to_jsonb({Value(c, "kawabe", Guid.Empty, "x")}::{c.Type})");
        var filled = System.Text.Json.Nodes.JsonNode.Parse((await db.Peek<string>($"select (@row::jsonb || jsonb_build_object({string.Join(", ", parts)}))::text", new { row }))[0])!.AsObject();
        foreach (var c in columns)
        {
            var made = filled[$"of {c.Name}"]!.DeepClone();
            filled.Remove($"of {c.Name}");
            filled[c.Name] ??= made;
        }

        return filled.ToJsonString();
    }

    private static string Value(Column column, string town, Guid id, string text) => column switch
    {
        { Name: "town_id" } => $"'{town}'",
        { Type: "uuid" } => $"'{id}'",
        { Type: "bytea" } => "'\\x00'",
        { Type: "jsonb" or "json" } => "'{}'",
        { Category: "N" } => "1",
        { Category: "B" } => "true",
        { Type: "time without time zone" } => "'08:30'",
        { Category: "D" } => "'2026-01-01'",
        { Category: "T" } => "'1 day'",
        { Category: "A" } => "'{}'",
        { Category: "R" } => "'empty'",
        _ => $"'{text}'",
    };

    private sealed record Column(string Name, string Type, string Category);
}
