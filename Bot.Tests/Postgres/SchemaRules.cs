using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>Rules for every table there is, read from the catalogue, so that each later migration is held to them too.</summary>
public sealed class SchemaRules
{
    /// <summary>
    /// Reviewed: not a town's table. The migrator's own note of what it applied; the app may not touch it. And which processes are at work,
    /// with rules of its own (<see cref="Processes.ProcessTableTests"/>).
    /// </summary>
    internal static readonly string[] OfNoTown = ["schema_migration", "process"];

    /// <summary>Reviewed: policies that let every town read. Which towns there are is no secret.</summary>
    private static readonly string[] OpenPolicies = ["town.town_named"];

    /// <summary>Reviewed: rows of a union that its members may read, by the sharing table.</summary>
    private const string Sharing = "operator_town";

    /// <summary>
    /// Reviewed: policies that let more than a town's own rows be written, each by the sharing table. Members take places and numbers of their
    /// union; the union works on the requests that are meant for it.
    /// </summary>
    private static readonly string[] SharedWriting =
    [
        "bulky_day.bulky_day_added_by_members", "bulky_day.bulky_day_taken_by_members",
        "bulky_series.bulky_series_added_by_members", "bulky_series.bulky_series_taken_by_members",
        "bulky_request.bulky_request_changed_by_operator", "bulky_request_line.bulky_request_line_changed_by_operator",
    ];

    /// <summary>Reviewed: only the owner of the schema says which towns there are and who serves whom.</summary>
    private static readonly string[] OwnerPolicies = ["town.town_kept", "operator_town.operator_town_kept"];

    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public Task Row_level_security_is_enabled_and_forced_on_every_table() => None($"""
        select c.relname from pg_class c
         where {Tables} and not (c.relrowsecurity and c.relforcerowsecurity)
        """);

    [Test]
    public Task Every_table_begins_with_a_town_that_is_never_null() => None($"""
        select c.relname from pg_class c
         where {Tables} and not exists (
               select from pg_attribute a
                where a.attrelid = c.oid and a.attnum = 1 and a.attname = 'town_id' and a.attnotnull and a.atttypid = 'text'::regtype)
        """);

    [Test]
    public Task Every_table_has_a_primary_key() => None($"""
        select c.relname from pg_class c
         where {Tables} and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
        """);

    [Test]
    public Task The_town_comes_first_in_every_unique_index() => None($"""
        select i.indexrelid::regclass::text
          from pg_index i join pg_class c on c.oid = i.indrelid
         where {Tables} and i.indisunique
           and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'town_id')
        """);

    [Test]
    public Task Every_index_is_valid() => None("select indexrelid::regclass::text from pg_index where not indisvalid");

    [Test]
    public Task The_town_comes_first_on_both_sides_of_every_foreign_key() => None("""
        select k.conrelid::regclass || '.' || k.conname
          from pg_constraint k
         where k.contype = 'f'
           and not exists (
               select from pg_attribute a, pg_attribute b
                where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'town_id'
                  and b.attrelid = k.confrelid and b.attnum = k.confkey[1] and b.attname = 'town_id')
        """);

    [Test]
    public Task No_foreign_key_sets_null_or_default() => None("""
        select conrelid::regclass || '.' || conname from pg_constraint
         where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype <> 'a')
        """);

    [Test]
    public Task There_are_no_triggers_sequences_identities_or_rules() => None($"""
        select tgrelid::regclass || '.' || tgname from pg_trigger where not tgisinternal
        union all select c.relname::text from pg_class c where c.relkind = 'S' and {InPublic}
        union all select attrelid::regclass || '.' || attname from pg_attribute where attidentity <> ''
        union all select ev_class::regclass || '.' || rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relkind <> 'v' and {InPublic}
        """);

    [Test]
    public Task Nothing_is_unlogged_materialized_foreign_or_inherited_in_secret() => None($"""
        select c.relname::text from pg_class c
         where {InPublic} and (c.relpersistence <> 'p' or c.relkind in ('m', 'f'))
        """);

    [Test]
    public Task Views_look_with_the_eyes_of_who_asks() => None($"""
        select c.relname::text from pg_class c
         where {InPublic} and c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)
        """);

    [Test]
    public Task No_function_runs_with_the_rights_of_its_owner() => None("""
        select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'public' and p.prosecdef
        """);

    [Test]
    public async Task Policies_are_for_the_app_alone_and_look_at_the_town()
    {
        var policies = await _db.Peek<Policy>("""
            select tablename::text as table, policyname::text as name, roles::text as roles, cmd::text as command,
                   coalesce(qual, '') as using, coalesce(with_check, '') as check
              from pg_policies where schemaname = 'public'
            """);

        policies.ShouldNotBeEmpty();
        foreach (var p in policies.Where(p => !OfNoTown.Contains(p.Table) && !OpenPolicies.Contains($"{p.Table}.{p.Name}")))
        {
            if (OwnerPolicies.Contains($"{p.Table}.{p.Name}"))
            {
                p.Roles.ShouldBe("{linebot_owner}");
                continue;
            }

            p.Roles.ShouldBe("{linebot_app}", $"{p.Table}.{p.Name}");
            // What may be written is the own town's and nothing else. What may be read is that, or what a union shares.
            const string own = "(town_id = current_setting('app.town_id'::text, true))";
            if (SharedWriting.Contains($"{p.Table}.{p.Name}"))
            {
                foreach (var condition in new[] { p.Using, p.Check }.Where(c => c.Length > 0))
                {
                    condition.ShouldContain(Sharing);
                    condition.ShouldContain("current_setting('app.town_id'::text, true)");
                }

                p.Command.ShouldBeOneOf("INSERT", "UPDATE");
                continue;
            }

            if (p.Command is not "SELECT" and not "DELETE")
            {
                p.Check.ShouldBe(own, $"{p.Table}.{p.Name} with check");
            }

            if (p.Command is "DELETE" or "UPDATE")
            {
                p.Using.ShouldBe(own, $"{p.Table}.{p.Name} using");
            }

            if (p.Command is "SELECT" or "ALL" && p.Using != own)
            {
                (p.Using.Contains(Sharing, StringComparison.Ordinal) || p.Table == Sharing).ShouldBeTrue($"{p.Table}.{p.Name} using {p.Using}");
                p.Using.ShouldContain("current_setting('app.town_id'::text, true)");
                p.Command.ShouldBe("SELECT", $"{p.Table}.{p.Name}: what is shared is read, never written");
            }
        }
    }

    [Test]
    public async Task The_app_owns_nothing_and_has_the_four_rights_at_most()
    {
        await None("select c.relname::text from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'linebot_app'");
        await None("""
            select table_name || ' ' || privilege_type from information_schema.role_table_grants
             where grantee in ('linebot_app', 'PUBLIC') and table_schema = 'public'
               and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            """);
        // It may read which migrations are applied, to say whether it is ready.
        await None("select 'schema_migration' where has_table_privilege('linebot_app', 'schema_migration', 'insert, update, delete')");
        await None("select 'create in public' where has_schema_privilege('linebot_app', 'public', 'create')");
        await None("""
            select rolname::text from pg_roles
             where rolname in ('linebot_app', 'linebot_owner') and (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
            """);
    }

    [Test]
    public async Task The_app_role_leaves_no_transaction_and_no_statement_open_for_ever()
    {
        var settings = (await _db.Peek<string>("""
            select unnest(s.setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole where r.rolname = 'linebot_app'
            """)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        settings.ShouldContain("idle_in_transaction_session_timeout=10s");
        settings.ShouldContain("statement_timeout=15s");
        settings.ShouldContain("lock_timeout=5s");
        settings.ShouldContain("synchronous_commit=on");
    }

    private const string InPublic = "c.relnamespace = 'public'::regnamespace";

    private static string Tables => $"{InPublic} and c.relkind in ('r', 'p') and c.relname not in ('{string.Join("', '", OfNoTown)}')";

    private async Task None(string sql) => (await _db.Peek<string>(sql)).ShouldBeEmpty();

    private sealed record Policy(string Table, string Name, string Roles, string Command, string Using, string Check);
}
