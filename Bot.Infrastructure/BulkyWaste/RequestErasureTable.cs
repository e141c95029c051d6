using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Takes the person out of requests: what was collected, when and for how much stays for the books.</summary>
public static class RequestErasureTable
{
    /// <summary>Of requests with which nothing has happened since that moment.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Old(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            select request_id from bulky_request r
             where town_id = @town and erased_at is null and changed_at < @before and day < @day
               and not exists (select from legal_hold h where h.town_id = @town and h.module = @Module and h.subject = replace(r.request_id::text, '-', ''))
             order by changed_at limit @most for update skip locked
            """;

        var ids = (await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(
            sql, new { town, before, day = JapanTime.Day(before), most, RequestLife.Module }, tx, cancellationToken: stop))).ToArray();
        return await Of(tx, town, ids, before, stop);
    }

    /// <summary>Of these requests, whatever their age; the caller has looked whether they are held.</summary>
    /// <param name="mark">The moment that is noted with them.</param>
    public static async Task<IReadOnlyList<ErasedRow>> Of(NpgsqlTransaction tx, TownId town, Guid[] ids, DateTimeOffset mark, CancellationToken stop)
    {
        const string sql = """
            update photo set picture = ''::bytea, thumbnail = null, citizen_id = '', erased_at = @mark
             where town_id = @town and content_id in (
                   select unnest(photos) from bulky_request where town_id = @town and request_id = any (@ids)
                   union all select photo from letter where town_id = @town and module = @Module and subject = any (@subjects)
                   union all select photo from crew_mark where town_id = @town and request_id = any (@ids));
            delete from photo_published p using photo o where p.town_id = @town and o.town_id = p.town_id and o.content_id = p.content_id and o.erased_at is not null;
            update intake set note = null where town_id = @town and module = @Module and subject = any (@subjects);
            update bulky_request_line set remark_sealed = null where town_id = @town and request_id = any (@ids);
            update timeline set words = null where town_id = @town and module = @Module and subject = any (@subjects);
            update letter set body = null, reply = null, photo = null where town_id = @town and module = @Module and subject = any (@subjects);
            update payment set citizen_id = null where town_id = @town and module = @Module and substring(subject from 1 for 32) = any (@subjects);
            delete from crew_pin where town_id = @town and request_id = any (@ids);
            delete from search_token where town_id = @town and module = @Module and subject = any (@subjects);
            update bulky_request set requester = null, citizen_id = null, photos = '{}', erased_at = @mark where town_id = @town and request_id = any (@ids)
            returning replace(request_id::text, '-', '') as id, asked_at as at
            """;

        return ids.Length == 0 ? [] : [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(
            sql, new { town, ids, subjects = ids.Select(RequestLife.Subject).ToArray(), RequestLife.Module, mark }, tx, cancellationToken: stop))];
    }
}
