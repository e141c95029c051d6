using Dapper;
using Npgsql;

namespace Bot.Tests.Postgres;

/// <summary>
/// Keys reach past row-level security: a foreign key finds rows that nobody may see, and a unique index tells of them.
/// Each key of a table is tried with a row of one's own that carries the other town's values.
/// </summary>
internal sealed class KeyAttack(TestDatabase db)
{
    public int Sent { get; private set; }

    public async Task<IReadOnlyList<string>> On(string table) =>
        [.. await ForeignKeys(table), .. await UniqueIndexes(table)];

    /// <summary>A row of one's own that hangs on the other town's row is refused, by this key or before it.</summary>
    private async Task<List<string>> ForeignKeys(string table)
    {
        var through = new List<string>();
        var keys = await db.Peek<ForeignKey>("""
            select k.conname::text as name, k.confrelid::regclass::text as parent,
                   array(select a.attname::text from unnest(k.conkey) with ordinality c (att, n) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.att order by c.n) as here,
                   array(select a.attname::text from unnest(k.confkey) with ordinality c (att, n) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.att order by c.n) as there
              from pg_constraint k where k.contype = 'f' and k.conrelid = @table::regclass order by 1
            """, new { table });
        foreach (var key in keys)
        {
            // The town is one's own and the rest is theirs; where the key is the town alone, the town is theirs.
            var pairs = key.Here.Zip(key.There).Where(p => key.Here.Length == 1 || p.First != "town_id");
            var patch = string.Join(", ", pairs.Select(p => $"'{p.First}', to_jsonb(p) -> '{p.Second}'"));
            var row = (await db.Peek<string>($"""
                select (to_jsonb(c) || jsonb_build_object({patch}))::text from {table} c, {key.Parent} p
                 where c.town_id = 'hoshimi' and p.town_id = 'kawabe' limit 1
                """))[0];
            // The other foreign keys of the table are set aside, so that it is this one that answers.
            var aside = string.Concat(keys.Where(k => k != key).Select(k => $"alter table {table} drop constraint {k.Name};"));
            // One's own parent may have the same number as theirs, and would do.
            var parent = key.Here.Length > 1 ? $"delete from {key.Parent} where town_id = 'hoshimi';" : "";
            var answer = await Insert(table, row, $"{aside} {parent} delete from {table} where town_id = 'hoshimi';");
            if (answer is not (PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.InsufficientPrivilege))
            {
                through.Add($"{table} foreign key {key.Name}: {answer}");
            }
        }

        return through;
    }

    /// <summary>The other town's values under one's own town never meet theirs: with what a row must have, and with all that the index looks at.</summary>
    private async Task<List<string>> UniqueIndexes(string table)
    {
        var through = new List<string>();
        var indexes = await db.Peek<UniqueIndex>("""
            select i.indexrelid::regclass::text as name,
                   array(select distinct a.attname::text from pg_attribute a
                          where a.attrelid = i.indrelid and (a.attnum = any (i.indkey)
                             or exists (select from pg_depend d where d.objid = i.indexrelid and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))
                            and a.attnum > 0) as columns
              from pg_index i where i.indrelid = @table::regclass and (i.indisunique or i.indisexclusion) order by 1
            """, new { table });
        var row = (await db.Peek<string>($"select to_jsonb(t)::text from {table} t where town_id = 'kawabe' limit 1"))[0];
        foreach (var index in indexes)
        {
            foreach (var theirs in new[] { row, await MadeUpRow.Filled(db, table, row, index.Columns) }.Distinct())
            {
                var own = System.Text.Json.Nodes.JsonNode.Parse(theirs)!.AsObject();
                own["town_id"] = "hoshimi";
                var answer = await Insert(table, own.ToJsonString(), $"delete from {table}; insert into {table} {Values(table, theirs)};");
                if (answer is not (null or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.InsufficientPrivilege))
                {
                    through.Add($"{table} unique {index.Name}: {answer}");
                }
            }
        }

        return through;
    }

    /// <summary>Prepares behind the curtain, then inserts as the app in Hoshimi; what the server answered, and nothing of it stays.</summary>
    private async Task<string?> Insert(string table, string row, string prepare)
    {
        Sent++;
        await using var source = NpgsqlDataSource.Create(db.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync($"""
            set local session_replication_role = replica;
            {prepare}
            set local session_replication_role = origin;
            set local role linebot_app;
            set local app.town_id = 'hoshimi';
            """, transaction: transaction);
        try
        {
            await connection.ExecuteAsync($"insert into {table} {Values(table, row)}; set constraints all immediate", transaction: transaction);
            return null;
        }
        catch (PostgresException thrown)
        {
            return thrown.SqlState;
        }
    }

    private static string Values(string table, string row) =>
        $"select * from jsonb_populate_record(null::{table}, '{row.Replace("'", "''", StringComparison.Ordinal)}'::jsonb)";

    private sealed record ForeignKey
    {
        public required string Name { get; init; }

        public required string Parent { get; init; }

        public required string[] Here { get; init; }

        public required string[] There { get; init; }
    }

    private sealed record UniqueIndex
    {
        public required string Name { get; init; }

        public required string[] Columns { get; init; }
    }
}
