using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>Empties letters whose time is over: what was written and its files go, how many got and opened it stays.</summary>
public static class LetterErasureTable
{
    /// <summary>Letters whose last day ended before that moment, with their files.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Old(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select letter_id, file_ids from school_letter l
                 where town_id = @town and emptied_at is null and until_day < @day
                   and not exists (select from legal_hold h where h.town_id = @town and h.module = @Name and h.subject = replace(l.letter_id::text, '-', ''))
                 order by until_day limit @most for update skip locked),
            files as (
                update school_letter_file set name = null, content = null, small = null
                 where town_id = @town and file_id in (select unnest(file_ids) from old))
            update school_letter l set content = null, emptied_at = @before
              from old where l.town_id = @town and l.letter_id = old.letter_id
            returning replace(l.letter_id::text, '-', '') as id, l.sent_at as at
            """;

        return await Erased(tx, sql, new { town, before, day = JapanTime.Day(before), most, SchoolsModule.Name }, stop);
    }

    /// <summary>Files that came before that moment and that no sent letter names.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Unsent(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with old as materialized (
                select file_id from school_letter_file f
                 where town_id = @town and added_at < @before
                   and not exists (select from school_letter l where l.town_id = @town and l.letter_id = f.letter_id and f.file_id = any (l.file_ids))
                 limit @most)
            delete from school_letter_file f using old where f.town_id = @town and f.file_id = old.file_id
            returning replace(f.file_id::text, '-', '') as id, f.added_at as at
            """;

        return await Erased(tx, sql, new { town, before, most }, stop);
    }

    private static async Task<IReadOnlyList<ErasedRow>> Erased(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, with, tx, cancellationToken: stop))];
}
