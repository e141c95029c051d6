using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Takes a person out of their reports because they asked for it; the case goes on without them.</summary>
public static class ReporterErasureTable
{
    /// <summary>Locks the reports; whether one of their cases must not be erased, since a dispute or an inquiry goes on.</summary>
    public static async Task<bool> IsHeld(NpgsqlTransaction tx, TownId town, Guid[] ids, CancellationToken stop)
    {
        const string sql = """
            with locked as (select case_id from damage_report where town_id = @town and report_id = any (@ids) order by report_id for update)
            select exists (select from legal_hold where town_id = @town and module = @Name and subject in (select replace(case_id::text, '-', '') from locked))
            """;

        return await tx.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(sql, new { town, ids, DamageReportsModule.Name }, tx, cancellationToken: stop));
    }

    /// <summary>Notes of staff go along where nobody else has reported the same thing.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Erase(NpgsqlTransaction tx, TownId town, Guid[] ids, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update photo set picture = ''::bytea, thumbnail = null, citizen_id = '', erased_at = @now
             where town_id = @town and content_id in (select unnest(photos) from damage_report where town_id = @town and report_id = any (@ids));
            delete from photo_published p using photo o where p.town_id = @town and o.town_id = p.town_id and o.content_id = p.content_id and o.erased_at is not null;
            update intake set note = null where town_id = @town and module = @Name and subject = any (@subjects);
            delete from adoption where town_id = @town and module = @Name and subject = any (@subjects);
            update timeline t set words = null
             where t.town_id = @town and t.module = @Name and t.words is not null
               and t.subject in (select replace(r.case_id::text, '-', '') from damage_report r where r.town_id = @town and r.report_id = any (@ids)
                   and not exists (select from damage_report o where o.town_id = @town and o.case_id = r.case_id and o.report_id <> all (@ids) and o.erased_at is null));
            update damage_report set person = null, citizen_id = null, photos = '{}', wants_call = false, erased_at = @now where town_id = @town and report_id = any (@ids)
            returning replace(report_id::text, '-', '') as id, reported_at as at
            """;

        return
        [
            .. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(
                sql, new { town, ids, subjects = ids.Select(id => $"{id:n}").ToArray(), now, DamageReportsModule.Name }, tx, cancellationToken: stop)),
        ];
    }
}
