using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>A conversation that was put aside after it had failed too often.</summary>
/// <param name="Events">How many wait in it.</param>
public sealed record ParkedTalk(CitizenId Citizen, DateTimeOffset ParkedAt, int Events);

/// <summary>Conversations that were put aside, for whoever mends what was wrong and lets them go on.</summary>
public static class ParkedTalkTable
{
    /// <summary>All of a town, oldest first.</summary>
    public static async Task<IReadOnlyList<ParkedTalk>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select c.citizen_id as citizen, c.parked_at,
                   (select count(*)::int from inbox i where i.town_id = @town and i.citizen_id = c.citizen_id and i.parked_at is not null and i.done_at is null) as events
              from conversation c
             where c.town_id = @town and c.parked_at is not null
             order by c.parked_at, c.citizen_id
            """;

        return [.. await tx.Connection!.QueryAsync<ParkedTalk>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }

    /// <summary>Lets a conversation go on: its events are taken again, in order, by whichever process finds them first.</summary>
    /// <returns>False when it was not parked.</returns>
    public static async Task<bool> Unpark(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop)
    {
        var conversation = ConversationTable.Unpark(town, citizen);
        await using var batch = Statement.Batch(tx.Connection!, tx, conversation, InboxTable.Unpark(town, citizen));
        await batch.ExecuteNonQueryAsync(stop);
        return conversation.RecordsAffected > 0;
    }
}
