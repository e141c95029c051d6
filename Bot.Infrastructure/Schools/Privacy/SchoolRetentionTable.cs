using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What schools know of single days, erased in its time.</summary>
public static class SchoolRetentionTable
{
    /// <summary>Why a child was away. That it was stays, for the attendance book.</summary>
    public static Task<IReadOnlyList<ErasedRow>> Reasons(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select a.absence_id from school_absence a where a.town_id = @town and a.told is not null and a.last_day < @day
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(a.child_id::text, '-', ''))
                 order by a.last_day limit @most for update skip locked)
            update school_absence a set told = null from old where a.town_id = @town and a.absence_id = old.absence_id
            returning replace(a.absence_id::text, '-', '') as id, a.sent_at as at
            """;

        return Rows(tx, sql, new { town, day = JapanTime.Day(before), most, SchoolsModule.Name }, stop);
    }

    /// <summary>Who got on and off where and when.</summary>
    public static Task<IReadOnlyList<ErasedRow>> Scans(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select s.scan_id from arrival_scan s where s.town_id = @town and s.day < @day
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(s.child_id::text, '-', ''))
                 order by s.day limit @most)
            delete from arrival_scan s using old where s.town_id = @town and s.scan_id = old.scan_id
            returning replace(s.scan_id::text, '-', '') as id, s.heard_at as at
            """;

        return Rows(tx, sql, new { town, day = JapanTime.Day(before), most, SchoolsModule.Name }, stop);
    }

    /// <summary>The steps of alarms; whom they told names ties to children.</summary>
    public static Task<IReadOnlyList<ErasedRow>> Steps(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select school, day, run, subject, episode, step from arrival_step a where town_id = @town and day < @day
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and strpos(a.subject, h.subject) > 0)
                 order by day limit @most)
            delete from arrival_step s using old
             where s.town_id = @town and s.school = old.school and s.day = old.day and s.run = old.run and s.subject = old.subject and s.episode = old.episode and s.step = old.step
            returning concat_ws('/', s.school, s.day, s.run, s.subject, s.episode, s.step) as id, s.taken_at as at
            """;

        return Rows(tx, sql, new { town, day = JapanTime.Day(before), most, SchoolsModule.Name }, stop);
    }

    private static async Task<IReadOnlyList<ErasedRow>> Rows(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, with, tx, cancellationToken: stop))];
}
