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

    /// <summary>What schools answered to reports.</summary>
    public static Task<IReadOnlyList<ErasedRow>> Replies(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select r.reply_id from school_reply r join school_absence a on a.town_id = r.town_id and a.absence_id = r.absence_id
                 where r.town_id = @town and r.words is not null and r.sent_at < @before
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(a.child_id::text, '-', ''))
                 order by r.sent_at limit @most for update of r skip locked)
            update school_reply r set words = null from old where r.town_id = @town and r.reply_id = old.reply_id
            returning replace(r.reply_id::text, '-', '') as id, r.sent_at as at
            """;

        return Rows(tx, sql, new { town, before, most, SchoolsModule.Name }, stop);
    }

    /// <summary>What schools asked, with all answers; the hours of interviews with their places.</summary>
    public static Task<IReadOnlyList<ErasedRow>> Asks(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select k.ask_id from school_ask k where k.town_id = @town and k.content is not null and k.due_day < @day
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(k.ask_id::text, '-', ''))
                 order by k.due_day limit @most for update skip locked),
            answers as (
                update school_answer set content = null, citizen_id = case when citizen_id is null then null else '' end
                 where town_id = @town and ask_id in (select ask_id from old)),
            places as (
                delete from school_booking_child where town_id = @town and ask_id in (select ask_id from old))
            update school_ask k set content = null from old where k.town_id = @town and k.ask_id = old.ask_id
            returning replace(k.ask_id::text, '-', '') as id, k.made_at as at
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
