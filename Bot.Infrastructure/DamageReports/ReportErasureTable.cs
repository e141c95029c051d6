using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Takes the persons out of cases that are long closed: what was broken, where and when it was mended stays.</summary>
public static class ReportErasureTable
{
    /// <summary>Of reports whose case has not changed since that moment and is closed.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Old(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select r.report_id, r.case_id, r.photos from damage_report r
                  join damage_case c on c.town_id = @town and c.case_id = r.case_id
                 where r.town_id = @town and r.erased_at is null and c.changed_at < @before and c.state in ('done', 'not-ours', 'duplicate', 'not-found')
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(c.case_id::text, '-', ''))
                 order by c.changed_at limit @most for update of r skip locked),
            shown as materialized (
                select unnest(photos) as content_id from old
                union select content_id from damage_photo where town_id = @town and case_id in (select case_id from old)),
            pictures as (
                update photo set picture = ''::bytea, thumbnail = null, citizen_id = '', erased_at = @before
                 where town_id = @town and content_id in (select content_id from shown)),
            copies as (
                delete from photo_published where town_id = @town and content_id in (select content_id from shown)),
            notes as (
                update intake set note = null
                 where town_id = @town and module = @Name and subject in (select replace(report_id::text, '-', '') from old)),
            words as (
                update timeline set words = null
                 where town_id = @town and module = @Name and subject in (select replace(case_id::text, '-', '') from old)),
            letters as (
                update letter set body = null, reply = null, photo = null
                 where town_id = @town and module = @Name and subject in (select replace(case_id::text, '-', '') from old))
            update damage_report r set person = null, citizen_id = null, photos = '{}', erased_at = @before
              from old where r.town_id = @town and r.report_id = old.report_id
            returning replace(r.report_id::text, '-', '') as id, r.reported_at as at
            """;

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, before, most, DamageReportsModule.Name }, tx, cancellationToken: stop))];
    }
}
