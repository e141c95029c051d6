using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>What we keep of messages that residents sent.</summary>
internal static class HeardTable
{
    /// <summary>Empties the stored events of one resident that carry this message id: the resident took the message back.</summary>
    internal static async Task Erase(NpgsqlTransaction tx, TownId town, CitizenId citizen, string messageId, CancellationToken stop)
    {
        // The id stands in the payload as "id":"…"; LINE's message ids are digits, so nothing else can match.
        const string sql = """
            update inbox
               set payload = ''::bytea
             where town_id = @town and citizen_id = @citizen and source = 'line' and done_at is not null
               and position(@mark in payload) > 0
            """;

        var mark = System.Text.Encoding.UTF8.GetBytes($"\"id\":\"{messageId}\"");
        await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town = town.Value, citizen = citizen.Value, mark }, tx, cancellationToken: stop));
    }
}
