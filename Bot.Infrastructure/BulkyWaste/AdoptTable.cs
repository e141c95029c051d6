using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Makes a request that staff typed a resident's own.</summary>
public static class AdoptTable
{
    /// <returns>False when it belongs to somebody else.</returns>
    public static async Task<bool> Adopt(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update bulky_request set citizen_id = @citizen, changed_at = @now, version = version + 1
             where town_id = @town and request_id = @id and (citizen_id is null or citizen_id = @citizen)
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id, citizen, now }, tx, cancellationToken: stop)) > 0;
    }
}
