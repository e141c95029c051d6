using Dapper;
using Npgsql;

namespace Bot.Tests.Postgres;

/// <summary>
/// What somebody who may send any SQL as the app could try against the rows of another town. Says what came through; nothing of it stays.
/// Hoshimi attacks Kawabe; <see cref="Prepare"/> gives each of them a row in every table.
/// </summary>
internal sealed class TownAttack(TestDatabase db)
{
    /// <summary>Reviewed: which towns there are is no secret.</summary>
    private const string Open = "town";

    /// <summary>As a town, as nobody on a fresh connection, and as nobody on a connection that was a town's before.</summary>
    private static readonly string?[] Attackers = ["hoshimi", null, ""];

    private static readonly Guid Own = Guid.NewGuid();
    private static readonly Guid Theirs = Guid.NewGuid();

    private enum Means
    {
        /// <summary>A number of rows.</summary>
        Count,

        /// <summary>Rows that are changed.</summary>
        Change,

        /// <summary>Anything that has no number: it must be refused.</summary>
        Command,
        CopyOut,
        CopyIn,
    }

    /// <summary>How many statements were sent.</summary>
    public int Sent { get; private set; }

    public async Task Prepare(IReadOnlyList<string> tables)
    {
        foreach (var table in tables)
        {
            foreach (var (town, id) in new[] { ("hoshimi", Own), ("kawabe", Theirs) })
            {
                if (await MadeUpRow.Plant(db, table, town, id, $"of {town}") == 0)
                {
                    throw new InvalidOperationException($"no row of {town} in {table}");
                }
            }
        }

        await db.Peek<int>("analyze (verbose off)");
    }

    /// <summary>Attacks a table by every means. Each line names the table, the means and how it came through.</summary>
    public async Task<IReadOnlyList<string>> On(string table)
    {
        var through = new List<string>();
        var attempts = await Attempts(table);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(db.AppConnectionString) { Pooling = false });
        foreach (var town in Attackers)
        {
            // A fresh connection: once app.town_id was set it is '' for ever after, and no longer null.
            await using var connection = await source.OpenConnectionAsync();
            foreach (var (kind, sql, by) in attempts)
            {
                Sent++;
                if (await Came(connection, town, sql, by) is { } how)
                {
                    through.Add($"{table} {kind} as {town ?? "nobody"}: {how}");
                }
            }
        }

        var keys = new KeyAttack(db);
        through.AddRange(await keys.On(table));
        Sent += keys.Sent;
        return through;
    }

    private async Task<(string Kind, string Sql, Means By)[]> Attempts(string table)
    {
        const string theirs = "where town_id = 'kawabe'";
        var row = (await db.Peek<string>($"select to_jsonb(t)::text from {table} t {theirs} limit 1"))[0].Replace("'", "''", StringComparison.Ordinal);
        var insert = $"insert into {table} select * from jsonb_populate_record(null::{table}, '{row}'::jsonb)";
        // Some tables may be changed in some columns alone.
        var column = (await db.Peek<string>("""
            select coalesce((select attname::text from pg_attribute
                              where attrelid = @table::regclass and attnum > 0 and not attisdropped and has_column_privilege('linebot_app', attrelid, attnum, 'update')
                              order by attnum desc limit 1), 'town_id')
            """, new { table }))[0];

        (string Kind, string Sql, Means By)[] reading =
        [
            ("select", $"select count(*) from {table} {theirs}", Means.Count),
            // A condition that is asked before the policy would tell by its error that there is such a row.
            ("select by error", $"select count(*) from {table} where 1 / (case when town_id = 'kawabe' then 0 else 1 end) = 2", Means.Count),
            ("copy to", $"copy {table} (town_id) to stdout", Means.CopyOut),
            ("copy to", $"copy (select town_id from {table}) to stdout", Means.CopyOut),
        ];
        (string Kind, string Sql, Means By)[] all =
        [
            .. table == Open ? [] : reading,
            ("lock", $"select town_id from {table} {theirs} for update", Means.Change),
            ("statistics", $"select count(*) from pg_stats where schemaname = 'public' and tablename = '{table}'", Means.Count),
            ("insert", insert, Means.Command),
            ("insert unless there", $"{insert} on conflict do nothing", Means.Command),
            ("update", $"update {table} set {column} = {column} {theirs}", Means.Change),
            ("update", $"update {table} set town_id = 'hoshimi' {theirs}", Means.Change),
            ("move", $"update {table} set town_id = 'kawabe'", Means.Change),
            ("delete", $"delete from {table} {theirs}", Means.Change),
            ("truncate", $"truncate {table} cascade", Means.Command),
            ("copy from", $"copy {table} from stdin", Means.CopyIn),
        ];
        return all;
    }

    /// <summary>How an attempt came through; <c>null</c> when it did not.</summary>
    private static async Task<string?> Came(NpgsqlConnection connection, string? town, string sql, Means by)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            if (town is not null)
            {
                await connection.ExecuteAsync($"set local app.town_id = '{town}'", transaction: transaction);
            }

            return by switch
            {
                Means.Count => await connection.QuerySingleAsync<long>(sql, transaction: transaction) is > 0 and var n ? $"{n} rows" : null,
                Means.Change when sql.StartsWith("select", StringComparison.Ordinal) =>
                    (await connection.QueryAsync<string>(sql, transaction: transaction)).Count() is > 0 and var n ? $"{n} rows" : null,
                Means.Change => await connection.ExecuteAsync(sql, transaction: transaction) is > 0 and var n ? $"{n} rows" : null,
                Means.CopyOut => await Read(connection, sql),
                Means.CopyIn => await Write(connection, sql),
                _ => await connection.ExecuteAsync(sql, transaction: transaction) is var n ? $"not refused ({n})" : null,
            };
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege
            || (by == Means.CopyIn && refused.SqlState == PostgresErrorCodes.FeatureNotSupported))
        {
            return null;
        }
        catch (PostgresException thrown)
        {
            // Whatever else the server says is either a hint at what is there or an attack that was not one.
            return thrown.SqlState + " " + thrown.MessageText;
        }
    }

    private static async Task<string?> Read(NpgsqlConnection connection, string sql)
    {
        using var reader = await connection.BeginTextExportAsync(sql);
        return (await reader.ReadToEndAsync()).Split('\n').Count(line => line == "kawabe") is > 0 and var n ? $"{n} rows" : null;
    }

    private static async Task<string?> Write(NpgsqlConnection connection, string sql)
    {
        await using var writer = await connection.BeginTextImportAsync(sql);
        return "not refused";
    }
}
