using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>Takes a guardian out of what schools hold; that a child was away, and on which days, stays the school's.</summary>
public static class GuardianErasureTable
{
    /// <summary>Locks the ties; whether one of them must not be erased, since a dispute or an inquiry goes on.</summary>
    public static async Task<bool> IsHeld(NpgsqlTransaction tx, TownId town, Guid[] links, CancellationToken stop)
    {
        const string sql = """
            with locked as (select link_id, child_id from guardian_link where town_id = @town and link_id = any (@links) order by link_id for update)
            select exists (select from legal_hold h join locked l on h.subject in (replace(l.link_id::text, '-', ''), replace(l.child_id::text, '-', ''))
                            where h.town_id = @town and h.module = @Name)
            """;

        return await tx.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(sql, new { town, links, SchoolsModule.Name }, tx, cancellationToken: stop));
    }

    /// <summary>Of a person who asked for it.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Erase(NpgsqlTransaction tx, TownId town, Guid[] links, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            with who as materialized (select distinct citizen_id from guardian_link where town_id = @town and link_id = any (@links) and citizen_id <> ''),
            told as (
                update school_absence set told = null, citizen_id = '', changed_at = @now where town_id = @town and citizen_id in (select citizen_id from who)),
            read as (
                update school_letter_reader set citizen_id = 'erased/' || reader_id where town_id = @town and citizen_id in (select citizen_id from who)),
            replied as (
                update school_reply_reader set citizen_id = 'erased/' || reader_id where town_id = @town and citizen_id in (select citizen_id from who)),
            answered as (
                update school_answer set content = null, citizen_id = '' where town_id = @town and citizen_id in (select citizen_id from who)),
            agreed as (
                delete from school_consent where town_id = @town and citizen_id in (select citizen_id from who))
            update guardian_link set citizen_id = '', nickname = null, ended_at = coalesce(ended_at, @now), ended_why = coalesce(ended_why, 'guardian')
             where town_id = @town and citizen_id in (select citizen_id from who)
            returning replace(link_id::text, '-', '') as id, made_at as at
            """;

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, links, now }, tx, cancellationToken: stop))];
    }

    /// <summary>Ties that ended before that moment lose the account they were of.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Old(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select l.link_id from guardian_link l where l.town_id = @town and l.ended_at < @before and l.citizen_id <> ''
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject in (replace(l.link_id::text, '-', ''), replace(l.child_id::text, '-', '')))
                 order by l.ended_at limit @most for update skip locked)
            update guardian_link l set citizen_id = '', nickname = null from old where l.town_id = @town and l.link_id = old.link_id
            returning replace(l.link_id::text, '-', '') as id, l.made_at as at
            """;

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, before, most, SchoolsModule.Name }, tx, cancellationToken: stop))];
    }
}
