using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>Brings a database to the schema of this build. Runs as the owner; several at once do it once.</summary>
public sealed class Migrator(NpgsqlDataSource owner, IReadOnlyList<Migration> migrations)
{
    static Migrator() => DapperSetup.Apply();

    /// <returns>The names of the migrations that were applied now, in order.</returns>
    /// <exception cref="MigrationRefusedException">A file that was applied has changed or is missing, or numbers have gaps.</exception>
    public static async Task<IReadOnlyList<string>> Run(string ownerConnectionString, CancellationToken stop)
    {
        await using var owner = NpgsqlDataSource.Create(ownerConnectionString);
        return await new Migrator(owner, Migration.Embedded).Run(stop);
    }

    /// <inheritdoc cref="Run(string, CancellationToken)"/>
    public async Task<IReadOnlyList<string>> Run(CancellationToken stop)
    {
        RefuseGaps();
        await using var connection = await owner.OpenConnectionAsync(stop);
        // Each file is one transaction; the lock is taken in each, so a second migrator waits and then finds it applied.
        await InTransaction(connection, async transaction =>
        {
            await Execute(transaction, CreateTable, null, stop);
            return true;
        }, stop);

        var done = new List<string>();
        foreach (var migration in migrations)
        {
            if (await InTransaction(connection, transaction => Apply(transaction, migration, stop), stop))
            {
                done.Add(migration.Name);
            }
        }

        return done;
    }

    private async Task<bool> Apply(NpgsqlTransaction transaction, Migration migration, CancellationToken stop)
    {
        var applied = (await transaction.Connection!.QueryAsync<Applied>(
            new CommandDefinition(Read, null, transaction, cancellationToken: stop))).ToDictionary(a => a.Number);
        foreach (var was in applied.Values)
        {
            var now = migrations.SingleOrDefault(m => m.Number == was.Number)
                ?? throw new MigrationRefusedException($"{was.Name} was applied to this database, but this build does not have it");
            if (now.Checksum != was.Checksum)
            {
                throw new MigrationRefusedException($"{was.Name} was applied to this database and has changed since; add a new migration instead");
            }
        }

        if (applied.ContainsKey(migration.Number))
        {
            return false;
        }

        await Execute(transaction, migration.Sql, null, stop);
        await Execute(transaction, Note, new { migration.Number, migration.Name, migration.Checksum }, stop);
        return true;
    }

    private void RefuseGaps()
    {
        foreach (var (index, migration) in migrations.Index())
        {
            if (migration.Number != index + 1)
            {
                throw new MigrationRefusedException($"migrations are numbered without gaps, but {migration.Name} stands at place {index + 1}");
            }
        }
    }

    private static async Task<bool> InTransaction(
        NpgsqlConnection connection, Func<NpgsqlTransaction, Task<bool>> work, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // The wait for another migrator may be long; waits for tables stay short (the role's lock_timeout).
        await Execute(transaction, "set local lock_timeout = '10min'; select pg_advisory_xact_lock(7201442); reset lock_timeout", null, stop);
        var result = await work(transaction);
        await transaction.CommitAsync(stop);
        return result;
    }

    private static Task<int> Execute(NpgsqlTransaction transaction, string sql, object? with, CancellationToken stop) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, with, transaction, commandTimeout: 600, cancellationToken: stop));

    private const string CreateTable = """
        create table if not exists schema_migration (
            number     integer primary key,
            name       text not null,
            checksum   text not null,
            applied_at timestamptz not null default now()
        );
        grant select on schema_migration to linebot_app
        """;

    private const string Read = "select number, name, checksum from schema_migration order by number";

    private const string Note = "insert into schema_migration (number, name, checksum) values (@Number, @Name, @Checksum)";

    private sealed record Applied(int Number, string Name, string Checksum);
}

/// <summary>The database and the build disagree on what was applied; nothing was changed.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);
