using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>What schools have sent to guardians.</summary>
public static class SchoolLetterTable
{
    private const string Columns = """
        letter_id, school, kind, content, array_to_string(classes, ' ') as classes, array_to_string(grades, ' ') as grades, array_to_string(group_ids, ' ') as groups,
        array_to_string(file_ids, ' ') as files, until_day, sent_at, withdrawn_at
        """;

    /// <returns>Whether it is new; the same id twice is one letter.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into school_letter (town_id, letter_id, school, kind, content, classes, grades, group_ids, file_ids, until_day, staff_id, staff_home, sent_at)
            values (@town, @Id, @School, @kind, @content, @classes, @grades, @groups, @files, @Until, @staff, @Home, @SentAt)
            on conflict do nothing
            """;

        return await Run(tx, sql, new
        {
            town, letter.Id, letter.School, kind = letter.Kind.ToString().ToLowerInvariant(), letter.Until, staff = by.Id, by.Home, letter.SentAt,
            content = sealer.Seal(town, "school_letter", "content", $"{letter.Id:n}", LetterText.Write(letter.Content).AsSpan()),
            classes = letter.Classes.Select(c => c.Value).ToArray(), grades = letter.Grades.ToArray(), groups = letter.Groups.Select(g => g.Value).ToArray(), files = letter.Files.ToArray(),
        }, stop) == 1;
    }

    public static async Task<SchoolLetter?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_letter where town_id = @town and letter_id = @id";

        return (await Many(tx, sealer, town, sql, new { town, id }, stop)).SingleOrDefault();
    }

    /// <summary>A page of a school's letters, the newest first.</summary>
    public static Task<IReadOnlyList<SchoolLetter>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, int skip, int most, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_letter where town_id = @town and school = @school order by sent_at desc, letter_id offset @skip limit @most";

        return Many(tx, sealer, town, sql, new { town, school, skip, most }, stop);
    }

    /// <returns>Whether there was one to withdraw.</returns>
    public static async Task<bool> Withdraw(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update school_letter set withdrawn_at = @now where town_id = @town and letter_id = @id and withdrawn_at is null";

        return await Run(tx, sql, new { town, id, now }, stop) == 1;
    }

    private static async Task<IReadOnlyList<SchoolLetter>> Many(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new SchoolLetter(
                r.LetterId, r.School, Enum.Parse<LetterKind>(r.Kind, ignoreCase: true),
                r.Content is null ? LetterContent.Emptied : LetterText.Read(sealer.OpenBytes(town, "school_letter", "content", $"{r.LetterId:n}", r.Content)),
                [.. Ids(r.Classes).Select(c => new ClassId(c))], r.UntilDay, r.SentAt, r.WithdrawnAt)
            {
                Grades = [.. Words(r.Grades).Select(g => int.Parse(g, CultureInfo.InvariantCulture))],
                Groups = [.. Ids(r.Groups).Select(g => new GroupId(g))],
                Files = [.. Ids(r.Files)],
            }),
        ];
    }

    private static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Guid> Ids(string list) => Words(list).Select(Guid.Parse);

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid LetterId, string School, string Kind, byte[]? Content, string Classes, string Grades, string Groups, string Files, DateOnly UntilDay, DateTimeOffset SentAt, DateTimeOffset? WithdrawnAt);
}
