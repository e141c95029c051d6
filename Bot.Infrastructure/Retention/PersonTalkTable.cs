using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Retention;

/// <summary>What is held of a resident's talk, whatever it was about.</summary>
public static class PersonTalkTable
{
    /// <summary>What the conversation holds, a draft included, and what came in and is not erased yet.</summary>
    public static async Task<JsonArray> Held(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<string> citizens, CancellationToken stop)
    {
        const string sql = """
            select 'conversation' as kind, 'state' as what, citizen_id as row, state as value from conversation where town_id = @town and citizen_id = any (@citizens) and state is not null
            union all
            select 'inbox', 'payload', event_id, payload from inbox where town_id = @town and citizen_id = any (@citizens) and length(payload) > 0
            """;

        var rows = await tx.Connection!.QueryAsync<Kept>(new CommandDefinition(sql, new { town, citizens = citizens.ToArray() }, tx, cancellationToken: stop));
        return [.. rows.Select(r => JsonNode.Parse(sealer.OpenOrPlain(town, r.Kind, r.What, r.Row, r.Value)))];
    }

    /// <summary>Erases talk, letters and pictures of these accounts.</summary>
    public static Task Erase(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<string> citizens, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update conversation set state = null, wake_at = null, wake_turn = null, wake_slot = null where town_id = @town and citizen_id = any (@citizens);
            update inbox set payload = ''::bytea where town_id = @town and citizen_id = any (@citizens) and done_at is not null;
            update outbox set body = ''::bytea where town_id = @town and citizen_id = any (@citizens) and (sent_at is not null or failed_at is not null);
            update photo set picture = ''::bytea, thumbnail = null, citizen_id = '', erased_at = @now where town_id = @town and citizen_id = any (@citizens);
            delete from photo_published p using photo o where p.town_id = @town and o.town_id = p.town_id and o.content_id = p.content_id and o.erased_at is not null;
            update timeline set words = null where town_id = @town and (module, subject) in (
                select module, subject from letter where town_id = @town and citizen_id = any (@citizens)
                union all select 'call', replace(call_id::text, '-', '') from staff_call where town_id = @town and citizen_id = any (@citizens));
            delete from responder where town_id = @town and citizen_id = any (@citizens);
            update letter set body = null, reply = null, photo = null, citizen_id = null, code_hash = null where town_id = @town and citizen_id = any (@citizens)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, citizens = citizens.ToArray(), now }, tx, cancellationToken: stop));
    }

    private sealed record Kept(string Kind, string What, string Row, byte[] Value);
}
