using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>Which guardian got which letter, and what became of it. Of the code in the address only the hash is kept.</summary>
public static class LetterReaderTable
{
    private const string Columns = "reader_id as id, letter_id as letter, citizen_id as citizen, opened_at, confirmed_at, reminded_at";

    public static Task Add(NpgsqlTransaction tx, TownId town, LetterReader reader, byte[] codeHash, CancellationToken stop)
    {
        const string sql = """
            insert into school_letter_reader (town_id, reader_id, letter_id, citizen_id, code_hash) values (@town, @Id, @Letter, @Citizen, @codeHash)
            on conflict do nothing
            """;

        return Run(tx, sql, new { town, reader.Id, reader.Letter, reader.Citizen, codeHash }, stop);
    }

    /// <summary>Whose the code is; <c>null</c> for a code that is none, or of a guardian who is linked to none of the letter's school any more.</summary>
    public static async Task<LetterReader?> ByCode(NpgsqlTransaction tx, TownId town, byte[] codeHash, DateOnly day, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_letter_reader r
             where r.town_id = @town and r.code_hash = @codeHash
               and exists (
                   select from guardian_link g
                     join child c on c.town_id = g.town_id and c.child_id = g.child_id
                     join school_letter l on l.town_id = r.town_id and l.letter_id = r.letter_id and l.school = c.school
                    where g.town_id = @town and g.citizen_id = r.citizen_id and g.ended_at is null and (c.left_on is null or c.left_on > @day))
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<LetterReader>(new CommandDefinition(sql, new { town, codeHash, day }, tx, cancellationToken: stop));
    }

    public static async Task<IReadOnlyDictionary<CitizenId, LetterReader>> Of(NpgsqlTransaction tx, TownId town, Guid letter, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_letter_reader where town_id = @town and letter_id = @letter";

        return (await tx.Connection!.QueryAsync<LetterReader>(new CommandDefinition(sql, new { town, letter }, tx, cancellationToken: stop))).ToDictionary(r => r.Citizen);
    }

    /// <summary>How many got each letter, have opened and have confirmed it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, (int Sent, int Opened, int Confirmed)>> Counts(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> letters, CancellationToken stop)
    {
        const string sql = """
            select letter_id, count(*)::int as sent, count(opened_at)::int as opened, count(confirmed_at)::int as confirmed from school_letter_reader
             where town_id = @town and letter_id = any (@letters) group by letter_id
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Letter, int Sent, int Opened, int Confirmed)>(new CommandDefinition(sql, new { town, letters = letters.ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Letter, r => (r.Sent, r.Opened, r.Confirmed));
    }

    /// <summary>The first time counts.</summary>
    public static Task Opened(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update school_letter_reader set opened_at = @now where town_id = @town and reader_id = @id and opened_at is null", new { town, id, now }, stop);

    /// <summary>Who confirms has opened it, whatever their browser kept from us.</summary>
    public static Task Confirmed(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update school_letter_reader set confirmed_at = @now, opened_at = coalesce(opened_at, @now) where town_id = @town and reader_id = @id and confirmed_at is null", new { town, id, now }, stop);

    public static Task Reminded(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> ids, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update school_letter_reader set reminded_at = @now where town_id = @town and reader_id = any (@ids)", new { town, ids = ids.ToArray(), now }, stop);

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
