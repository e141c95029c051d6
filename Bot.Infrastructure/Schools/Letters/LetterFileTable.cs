using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>What is put with a letter, before it is written down.</summary>
/// <param name="Small">Of a photo, a small JPEG of the same.</param>
public sealed record NewLetterFile(LetterFile File, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte>? Small);

/// <summary>Files of letters, all under seal. While a letter is being written they carry its id; once it is sent, nothing is added or taken away.</summary>
public static class LetterFileTable
{
    private const string NotSent = "not exists (select from school_letter l where l.town_id = @town and l.letter_id = @letter)";

    /// <returns>Whether it was kept; not with a letter that is sent.</returns>
    public static async Task<bool> Add(
        NpgsqlTransaction tx, Sealer sealer, TownId town, Guid letter, string school, NewLetterFile made, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"""
            insert into school_letter_file (town_id, file_id, letter_id, school, media_type, size, name, content, small, staff_id, staff_home, added_at)
            select @town, @Id, @letter, @school, @MediaType, @Size, @name, @content, @small, @staff, @Home, @now where {NotSent}
            """;

        var row = $"{made.File.Id:n}";
        return await Run(tx, sql, new
        {
            town, made.File.Id, letter, school, made.File.MediaType, made.File.Size, staff = by.Id, by.Home, now,
            name = sealer.Seal(town, "school_letter_file", "name", row, Encoding.UTF8.GetBytes(made.File.Name).AsSpan()),
            content = sealer.Seal(town, "school_letter_file", "content", row, made.Content.Span),
            small = made.Small is { } small ? sealer.Seal(town, "school_letter_file", "small", row, small.Span) : null,
        }, stop) == 1;
    }

    /// <summary>All that are put with it and not emptied, in the order in which they came, which their ids keep.</summary>
    public static async Task<IReadOnlyList<LetterFile>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, Guid letter, CancellationToken stop)
    {
        const string sql = """
            select file_id, name, media_type, size from school_letter_file
             where town_id = @town and school = @school and letter_id = @letter and content is not null order by file_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school, letter }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new LetterFile(r.FileId, sealer.Open(town, "school_letter_file", "name", $"{r.FileId:n}", r.Name)!, r.MediaType, r.Size))];
    }

    /// <summary>The file itself; <c>null</c> when it is another school's or letter's, or is gone.</summary>
    public static Task<byte[]?> Content(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, Guid letter, Guid file, CancellationToken stop)
    {
        const string sql = "select content from school_letter_file where town_id = @town and school = @school and letter_id = @letter and file_id = @file";

        return Open(tx, sealer, town, "content", file, sql, new { town, school, letter, file }, stop);
    }

    /// <summary>The small JPEG of a photo; <c>null</c> as for <see cref="Content"/>, and of a document.</summary>
    public static Task<byte[]?> Small(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, Guid letter, Guid file, CancellationToken stop)
    {
        const string sql = "select small from school_letter_file where town_id = @town and school = @school and letter_id = @letter and file_id = @file";

        return Open(tx, sealer, town, "small", file, sql, new { town, school, letter, file }, stop);
    }

    /// <summary>Takes a file away from a letter that is not sent.</summary>
    public static async Task<bool> Remove(NpgsqlTransaction tx, TownId town, string school, Guid letter, Guid file, CancellationToken stop)
    {
        const string sql = $"delete from school_letter_file where town_id = @town and school = @school and letter_id = @letter and file_id = @file and {NotSent}";

        return await Run(tx, sql, new { town, school, letter, file }, stop) == 1;
    }

    private static async Task<byte[]?> Open(NpgsqlTransaction tx, Sealer sealer, TownId town, string column, Guid file, string sql, object with, CancellationToken stop) =>
        await tx.Connection!.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(sql, with, tx, cancellationToken: stop)) is { } bytes
            ? sealer.OpenBytes(town, "school_letter_file", column, $"{file:n}", bytes)
            : null;

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid FileId, byte[] Name, string MediaType, int Size);
}
