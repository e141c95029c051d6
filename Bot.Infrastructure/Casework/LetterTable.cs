using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>Messages of staff to residents, and the residents' answers.</summary>
public static class LetterTable
{
    private const string Columns =
        "town_id, letter_id, module, subject, citizen_id, language, body, photo, written_by, written_home, written_at, expires_at, opened_at, withdrawn_at, reply, replied_at, seen_at";

    /// <returns>Whether it is new; a form sent twice writes one letter.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, Letter letter, byte[]? codeHash, CancellationToken stop)
    {
        const string sql = """
            insert into letter (town_id, letter_id, module, subject, citizen_id, code_hash, language, body, photo, written_by, written_home, written_at, expires_at)
            values (@Owner, @Id, @Module, @Subject, @Citizen, @codeHash, @language, @Body, @Photo, @writer, @WriterHome, @Written, @Expires)
            on conflict (town_id, letter_id) do nothing
            """;

        return await Run(tx, sql, new
        {
            letter.At.Owner, letter.Id, letter.At.Module, letter.At.Subject, Citizen = letter.Citizen?.Value, codeHash, language = letter.Language.Tag,
            letter.Body, letter.Photo, writer = letter.Writer.Value, letter.WriterHome, letter.Written, letter.Expires,
        }, stop) == 1;
    }

    public static Task<Letter?> Find(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop) =>
        One(tx, $"select {Columns} from letter where town_id = @town and letter_id = @id", new { town, id }, stop);

    public static Task<Letter?> ByCode(NpgsqlTransaction tx, TownId town, byte[] codeHash, CancellationToken stop) =>
        One(tx, $"select {Columns} from letter where town_id = @town and code_hash = @codeHash for update", new { town, codeHash }, stop);

    /// <summary>All letters about a subject, the first one first.</summary>
    public static Task<IReadOnlyList<Letter>> Of(NpgsqlTransaction tx, CaseSubject at, CancellationToken stop) =>
        Many(tx, $"select {Columns} from letter where town_id = @Owner and module = @Module and subject = @Subject order by written_at, letter_id", at, stop);

    /// <summary>Answers that nobody has read yet, the oldest first: the town's own, and for a union those to its own people.</summary>
    public static Task<IReadOnlyList<Letter>> Unread(NpgsqlTransaction tx, TownId home, int limit, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from letter
             where town_id in (select @home::text union all select member_town_id from operator_town where town_id = @home)
               and replied_at is not null and seen_at is null
             order by replied_at, letter_id limit @limit
            """;

        return Many(tx, sql, new { home, limit }, stop);
    }

    public static Task Opened(NpgsqlTransaction tx, Letter letter, DateTimeOffset now, CancellationToken stop) => Run(
        tx, "update letter set opened_at = @now where town_id = @Owner and letter_id = @Id and opened_at is null", new { letter.At.Owner, letter.Id, now }, stop);

    /// <summary>A later answer takes the place of an earlier one and is unread again; the timeline keeps both.</summary>
    public static Task Answered(NpgsqlTransaction tx, Letter letter, byte[] reply, DateTimeOffset now, CancellationToken stop) => Run(
        tx,
        "update letter set reply = @reply, replied_at = @now, seen_at = null, seen_by = null where town_id = @Owner and letter_id = @Id",
        new { letter.At.Owner, letter.Id, reply, now },
        stop);

    /// <param name="seen"><c>null</c> makes it unread again.</param>
    public static async Task<bool> Seen(NpgsqlTransaction tx, TownId town, Guid id, StaffId staff, DateTimeOffset? seen, CancellationToken stop) => await Run(
        tx,
        "update letter set seen_at = @seen, seen_by = @staff where town_id = @town and letter_id = @id and replied_at is not null and (seen_at is null) = (@seen::timestamptz is not null)",
        new { town, id, staff = staff.Value, seen },
        stop) == 1;

    /// <summary>Closes the page of a letter that should not have been written.</summary>
    public static async Task<bool> Withdraw(NpgsqlTransaction tx, TownId town, Guid id, DateTimeOffset now, CancellationToken stop) => await Run(
        tx, "update letter set withdrawn_at = @now where town_id = @town and letter_id = @id and withdrawn_at is null", new { town, id, now }, stop) == 1;

    private static async Task<Letter?> One(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        (await Many(tx, sql, with, stop)).SingleOrDefault();

    private static async Task<IReadOnlyList<Letter>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(r => r.Letter())];

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        TownId TownId, Guid LetterId, string Module, string Subject, string? CitizenId, string Language, byte[]? Body, string? Photo, Guid WrittenBy,
        TownId WrittenHome, DateTimeOffset WrittenAt, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt, DateTimeOffset? WithdrawnAt,
        byte[]? Reply, DateTimeOffset? RepliedAt, DateTimeOffset? SeenAt)
    {
        public Letter Letter() => new(
            LetterId, new CaseSubject(TownId, Module, Subject), CitizenId is null ? null : new CitizenId(CitizenId), new Language(Language), Body, Photo,
            new StaffId(WrittenBy), WrittenHome, WrittenAt, ExpiresAt, OpenedAt, WithdrawnAt, Reply, RepliedAt, SeenAt);
    }
}
