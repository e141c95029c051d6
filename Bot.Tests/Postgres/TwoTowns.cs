using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>
/// One town tries to reach the rows of another, in every table there is and by every means that SQL has.
/// The rows are made up from the catalogue, so a new table is attacked from its first day.
/// </summary>
public sealed class TwoTowns
{
    /// <summary>Tables as nobody should make them, and by which means each is got at.</summary>
    private const string Careless = """
        create table careless_open (town_id text not null, note text not null, primary key (town_id, note));
        grant select, insert, update, delete, truncate on careless_open to linebot_app;

        create table careless_true (town_id text not null, note text not null, primary key (town_id, note));
        create table careless_unique (town_id text not null, note text not null unique, primary key (town_id, note));
        create table careless_parent (town_id text not null, id uuid not null unique, primary key (town_id, id));
        create table careless_child (town_id text not null, id uuid not null references careless_parent (id), primary key (town_id, id));
        do $$
        declare
            name text;
        begin
            foreach name in array array['careless_true', 'careless_unique', 'careless_parent', 'careless_child']
            loop
                execute format('alter table %I enable row level security', name);
                execute format('alter table %I force row level security', name);
                execute format('create policy made on %I to linebot_app using (%s) with check (town_id = current_setting(''app.town_id'', true))',
                               name, case name when 'careless_true' then 'true' else 'town_id = current_setting(''app.town_id'', true)' end);
                execute format('grant select, insert, update, delete on %I to linebot_app', name);
            end loop;
        end
        $$;
        """;

    [Test]
    public async Task No_town_reaches_the_rows_of_another()
    {
        await using var db = await TestDatabase.New();
        var tables = await MadeUpRow.Tables(db);
        var attack = new TownAttack(db);
        await attack.Prepare(tables);

        var through = new List<string>();
        foreach (var table in tables)
        {
            through.AddRange(await attack.On(table));
        }

        await TestContext.Out.WriteLineAsync($"{attack.Sent} statements of attack on {tables.Count} tables");
        through.ShouldBeEmpty();
        tables.Count.ShouldBeGreaterThan(50);
        attack.Sent.ShouldBeGreaterThan(2000);
    }

    [Test]
    public async Task Careless_tables_are_named_by_the_attack_and_by_the_rules()
    {
        await using var db = await TestDatabase.New();
        await using (var source = NpgsqlDataSource.Create(db.OwnerConnectionString))
        await using (var owner = await source.OpenConnectionAsync())
        {
            await owner.ExecuteAsync(Careless);
        }

        string[] tables = ["careless_child", "careless_open", "careless_parent", "careless_true", "careless_unique"];
        var attack = new TownAttack(db);
        await attack.Prepare(tables);
        var broken = await CatalogueRules.Broken(db);

        foreach (var (table, means) in new (string, string[])[]
        {
            ("careless_open", ["select", "select by error", "copy to", "lock", "statistics", "insert", "update", "move", "delete", "truncate", "copy from"]),
            ("careless_true", ["select", "copy to", "lock", "update", "delete"]),
            ("careless_unique", ["unique careless_unique_note_key"]),
            ("careless_parent", ["unique careless_parent_id_key"]),
            ("careless_child", ["foreign key careless_child_id_fkey"]),
        })
        {
            var through = await attack.On(table);
            foreach (var by in means)
            {
                through.ShouldContain(line => line.StartsWith($"{table} {by}", StringComparison.Ordinal), by);
            }

            broken.ShouldContain(line => line.Contains(table, StringComparison.Ordinal), table);
        }
    }
}
