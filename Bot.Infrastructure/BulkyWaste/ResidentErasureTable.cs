using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Takes a resident out of the town's rows because they asked for it.</summary>
public static class ResidentErasureTable
{
    /// <summary>Which of these requests must not be erased: a dispute or an inquiry goes on.</summary>
    public static async Task<bool> IsHeld(NpgsqlTransaction tx, TownId town, IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        const string sql = "select exists (select from legal_hold where town_id = @town and module = @Module and subject = any (@subjects))";

        return await tx.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(
            sql, new { town, RequestLife.Module, subjects = ids.Select(RequestLife.Subject).ToArray() }, tx, cancellationToken: stop));
    }

    /// <summary>Erases the person from requests and talk, with a proof and an entry in the record. The caller has locked the requests and seen that all have ended.</summary>
    public static async Task Erase(
        NpgsqlTransaction tx, TownId town, Actor actor, IReadOnlyList<Guid> ids, IReadOnlyList<string> citizens, DateTimeOffset now, CancellationToken stop)
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
            update letter set body = null, reply = null, photo = null, citizen_id = null, code_hash = null where town_id = @town and citizen_id = any (@citizens)
            """;

        var erased = await RequestErasureTable.Of(tx, town, [.. ids], now, stop);
        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, citizens = citizens.ToArray(), now }, tx, cancellationToken: stop));
        await ErasureTable.Prove(tx, town, "resident-asked", erased, now, stop);
        await AuditTable.Add(tx, town, actor, new AuditEntry("resident.erase/done", [.. ids.Select(id => $"{RequestLife.Module}/{RequestLife.Subject(id)}")], $"{erased.Count}"), now, stop);
    }
}
