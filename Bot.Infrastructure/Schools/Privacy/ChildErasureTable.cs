using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>Takes the person out of a child that has left its school; in numbers of the past it still counts.</summary>
public static class ChildErasureTable
{
    private const string Gone = """
        codes as (
            update link_code set voided_at = @now where town_id = @town and child_id in (select child_id from old) and voided_at is null),
        links as (
            update guardian_link set citizen_id = '', nickname = null, ended_at = coalesce(ended_at, @now), ended_why = coalesce(ended_why, 'left')
             where town_id = @town and child_id in (select child_id from old)),
        told as (
            update school_absence set told = null, citizen_id = case when citizen_id is null then null else '' end
             where town_id = @town and child_id in (select child_id from old)),
        replied as (
            update school_reply set words = null
             where town_id = @town and absence_id in (select absence_id from school_absence where town_id = @town and child_id in (select child_id from old))),
        handed as (
            update handed_code set voided_at = @now where town_id = @town and child_id in (select child_id from old) and used_at is null and voided_at is null),
        answered as (
            update school_answer set content = null, citizen_id = case when citizen_id is null then null else '' end
             where town_id = @town and child_id in (select child_id from old)),
        agreed as (
            delete from school_consent where town_id = @town and child_id in (select child_id from old)),
        booked as (
            delete from school_booking_child where town_id = @town and child_id in (select child_id from old))
        update child c set person = null, number = replace(c.child_id::text, '-', ''), erased_at = @now, changed_at = @now
          from old where c.town_id = @town and c.child_id = old.child_id
        returning replace(c.child_id::text, '-', '') as id, c.joined_on::timestamptz as at
        """;

    /// <summary>Locks the children; whether one of them must not be erased, since a dispute or an inquiry goes on.</summary>
    public static async Task<bool> IsHeld(NpgsqlTransaction tx, TownId town, Guid[] ids, CancellationToken stop)
    {
        const string sql = """
            with locked as (select child_id from child where town_id = @town and child_id = any (@ids) order by child_id for update)
            select exists (select from legal_hold where town_id = @town and module = @Name and subject in (select replace(child_id::text, '-', '') from locked))
            """;

        return await tx.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(sql, new { town, ids, SchoolsModule.Name }, tx, cancellationToken: stop));
    }

    /// <summary>Of a person who asked for it.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Erase(NpgsqlTransaction tx, TownId town, Guid[] ids, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"with old as materialized (select child_id from child where town_id = @town and child_id = any (@ids) and person is not null), {Gone}";

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, ids, now }, tx, cancellationToken: stop))];
    }

    /// <summary>Of those who left before that moment.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Old(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = $"""
            with old as materialized (
                select c.child_id from child c where c.town_id = @town and c.left_on < @day and c.erased_at is null
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(c.child_id::text, '-', ''))
                 order by c.left_on limit @most for update skip locked), {Gone}
            """;

        return
        [
            .. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(
                sql, new { town, day = JapanTime.Day(before), now = before, most, SchoolsModule.Name }, tx, cancellationToken: stop)),
        ];
    }
}
