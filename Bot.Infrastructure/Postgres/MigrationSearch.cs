using Dapper;

namespace Bot.Infrastructure.Postgres;

/// <summary>Whether a database stands where this build expects it.</summary>
public static class MigrationSearch
{
    /// <summary>True when all migrations of this build are applied; later ones of a newer build do no harm (they only add).</summary>
    public static async Task<bool> IsCurrent(Database database, CancellationToken stop)
    {
        const string sql = """
            select coalesce(max(number), 0)
              from schema_migration
            """;

        await using var connection = await database.Connect(stop);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, cancellationToken: stop)) >= Migration.Embedded.Max(m => m.Number);
    }
}
