using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>What we keep of messages that residents sent.</summary>
internal static class HeardTable
{
    /// <summary>A resident's events of five weeks; more than this many stay until they are forgotten with the others.</summary>
    private const int Most = 2000;

    /// <summary>Empties the stored events of one resident that carry this message id: the resident took the message back.</summary>
    internal static async Task Erase(NpgsqlTransaction tx, Sealer sealer, TownId town, CitizenId citizen, string messageId, CancellationToken stop)
    {
        const string read = """
            select event_id, payload
              from inbox
             where town_id = @town and citizen_id = @citizen and source = 'line' and done_at is not null and length(payload) > 0
             order by received_at desc
             limit @Most
            """;
        const string empty = """
            update inbox set payload = ''::bytea where town_id = @town and event_id = any (@ids)
            """;

        // The id stands in the payload as "id":"…"; LINE's message ids are digits, so nothing else can match.
        var mark = Encoding.UTF8.GetBytes($"\"id\":\"{messageId}\"");
        var heard = await tx.Connection!.QueryAsync<Heard>(new CommandDefinition(read, new { town, citizen, Most }, tx, cancellationToken: stop));
        string[] ids = [.. heard
            .Where(h => sealer.OpenOrPlain(town, "inbox", "payload", h.EventId, h.Payload).AsSpan().IndexOf(mark) >= 0)
            .Select(h => h.EventId)];
        await tx.Connection!.ExecuteAsync(new CommandDefinition(empty, new { town, ids }, tx, cancellationToken: stop));
    }

    private sealed record Heard(string EventId, byte[] Payload);
}
