using Bot.Infrastructure.Sealing;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>
/// What a region needs to keep to stay one town apart from the other, and to be spread over several servers later: asked of the catalogue.
/// Each rule is also shown something that breaks it, in a transaction that is rolled back, and must find it.
/// </summary>
public sealed class CatalogueRules
{
    private const string Tables = "c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('schema_migration', 'process')";

    /// <summary>Reviewed: bytes that hold nothing of residents: hashes, keys in their wrapping, public keys, what LINE is told of a picture's place.</summary>
    private static readonly string[] NotSealed =
    [
        "outbox.body", "town_key.wrapped", "search_token.token", "audit_entry.prev_hash", "audit_entry.hash", "audit_head.hash", "erasure_proof.ids_hash", "adoption.proof",
    ];

    private static readonly (string Rule, string Finds, string Planted)[] Rules =
    [
        ("the town is in every unique index and exclusion, expressions included",
            $"select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid where {Tables} and (i.indisunique or i.indisexclusion) and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'town_id' and a.attnum = any (i.indkey))",
            "create unique index planted on staff_call (lower(citizen_id))"),
        ("an exclusion compares the town with =",
            $"select k.conname::text from pg_constraint k join pg_class c on c.oid = k.conrelid where {Tables} and k.contype = 'x' and not exists (select from unnest(k.conkey, k.conexclop) x (att, op) join pg_attribute a on a.attrelid = c.oid and a.attnum = x.att and a.attname = 'town_id' join pg_operator o on o.oid = x.op and o.oprname = '=')",
            "create table planted (town_id text not null, during int4range, exclude using gist (during with &&))"),
        ("no foreign key sets null or default, or moves the town",
            "select conname::text from pg_constraint where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype <> 'a')",
            "create table planted (town_id text not null references town (town_id) on delete set null)"),
        ("foreign keys join town to town",
            "select k.conname::text from pg_constraint k where k.contype = 'f' and not exists (select from pg_attribute a, pg_attribute b where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'town_id' and b.attrelid = k.confrelid and b.attnum = k.confkey[1] and b.attname = 'town_id')",
            "create table planted (town_id text not null, other text references town (town_id))"),
        ("no default calls what changes from call to call",
            $"select c.relname || '.' || a.attname from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum where {Tables} and pg_get_expr(d.adbin, d.adrelid) ~ '\\(' and pg_get_expr(d.adbin, d.adrelid) !~ '^''[^'']*''::|^ARRAY\\[\\]'",
            "create table planted (town_id text not null, at timestamptz default now())"),
        ("no trigger, sequence, identity or generated number",
            "select tgname::text from pg_trigger where not tgisinternal union all select relname::text from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace union all select attname::text from pg_attribute where attidentity <> ''",
            "create table planted (town_id text not null, n bigint generated always as identity)"),
        ("row-level security is on and forced",
            $"select c.relname::text from pg_class c where {Tables} and not (c.relrowsecurity and c.relforcerowsecurity)",
            "create table planted (town_id text not null); alter table planted enable row level security"),
        ("every table has a policy",
            $"select c.relname::text from pg_class c where {Tables} and not exists (select from pg_policy p where p.polrelid = c.oid)",
            "create table planted (town_id text not null)"),
        ("no policy is open to all roles, and none lets every row be written",
            "select tablename || '.' || policyname from pg_policies where schemaname = 'public' and (roles = '{public}' or (qual = 'true' and cmd <> 'SELECT' and roles <> '{linebot_owner}') or (with_check = 'true' and roles <> '{linebot_owner}'))",
            "create policy planted on staff_call for update to linebot_app using (true)"),
        ("the app has no right beyond the four, on tables or columns",
            "select table_name || '.' || privilege_type from information_schema.table_privileges where grantee in ('linebot_app', 'PUBLIC') and table_schema = 'public' and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')",
            "grant truncate on staff_call to linebot_app"),
        ("the app may only add to the record and to the proofs",
            "select c || ' ' || p from unnest(array['audit_entry', 'audit_subject', 'erasure_proof']) c, unnest(array['update', 'delete', 'truncate']) p where has_table_privilege('linebot_app', c, p)",
            "grant update on audit_entry to linebot_app"),
        ("the app says neither which towns there are nor who serves whom",
            "select c || ' ' || p from unnest(array['town', 'operator_town']) c, unnest(array['insert', 'update', 'delete', 'truncate']) p where has_table_privilege('linebot_app', c, p)",
            "grant insert on operator_town to linebot_app"),
        ("no view looks with its owner's eyes, nothing is materialized or unlogged",
            "select relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and (c.relkind in ('m', 'f') or c.relpersistence = 'u' or (c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)))",
            "create view planted as select * from staff_call"),
        ("no function runs with its owner's rights",
            "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef",
            "create function planted() returns int language sql security definer as 'select 1'"),
        ("no partition can be read past its parent",
            "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relispartition and (not c.relforcerowsecurity or has_table_privilege('linebot_app', c.oid, 'select'))",
            "create table planted (town_id text not null) partition by list (town_id); create table planted_a partition of planted for values in ('a')"),
        ("every column of bytes is under seal or reviewed",
            $"select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where {Tables} and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped and a.attname !~ 'hash' and c.relname !~ '^staff_passkey' and not (c.relname || '.' || a.attname = any (array['{string.Join("', '", NotSealed.Concat(SealedColumn.All.Select(s => $"{s.Table}.{s.Column}")))}']))",
            "create table planted (town_id text not null, letter bytea)"),
    ];

    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    /// <summary>What each rule finds in a database.</summary>
    internal static async Task<IReadOnlyList<string>> Broken(TestDatabase db)
    {
        var broken = new List<string>();
        foreach (var (rule, finds, _) in Rules)
        {
            broken.AddRange((await db.Peek<string>(finds)).Select(name => $"{rule}: {name}"));
        }

        return broken;
    }

    private static IEnumerable<TestCaseData> Cases => Rules.Select(r => new TestCaseData(r.Finds, r.Planted).SetName($"{r.Rule}"));

    [TestCaseSource(nameof(Cases))]
    public async Task A_rule_holds_and_would_be_seen_broken(string finds, string planted)
    {
        await using var source = NpgsqlDataSource.Create(_db.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        (await Find()).ShouldBeEmpty();

        await using var tx = await connection.BeginTransactionAsync();
        await using (var plant = new NpgsqlCommand(planted, connection, tx))
        {
            await plant.ExecuteNonQueryAsync();
        }

        (await Find()).ShouldNotBeEmpty();

        async Task<List<string>> Find()
        {
            var found = new List<string>();
            await using var command = new NpgsqlCommand(finds, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }
    }

    [Test]
    public async Task Every_sealed_column_of_the_list_is_there_with_its_row()
    {
        foreach (var column in SealedColumn.All)
        {
            await _db.Peek<string>($"select ({column.Row})::text from {column.Table} where length({column.Column}) > 0 limit 1");
        }
    }
}
