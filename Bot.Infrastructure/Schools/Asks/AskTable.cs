using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What schools ask with their letters, drafts among them. One whose words are erased is given by nothing here.</summary>
public static class AskTable
{
    private const string Columns = "ask_id, school, kind, content, per_home, due_day, letter_id, made_at";

    /// <summary>Keeps a draft, or changes it.</summary>
    /// <returns>False when it has gone with a letter already, or is another school's.</returns>
    public static async Task<bool> Save(NpgsqlTransaction tx, Sealer sealer, TownId town, Ask ask, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into school_ask (town_id, ask_id, school, kind, content, per_home, due_day, staff_id, staff_home, made_at)
            values (@town, @Id, @School, @kind, @content, @PerHome, @Due, @staff, @Home, @MadeAt)
            on conflict (town_id, ask_id) do update
               set content = excluded.content, per_home = excluded.per_home, due_day = excluded.due_day, staff_id = excluded.staff_id, staff_home = excluded.staff_home
             where school_ask.letter_id is null and school_ask.school = excluded.school and school_ask.kind = excluded.kind
            """;

        return await Run(tx, sql, new
        {
            town, ask.Id, ask.School, kind = ask.Kind.ToString().ToLowerInvariant(), ask.PerHome, ask.Due, staff = by.Id, by.Home, ask.MadeAt,
            content = sealer.Seal(town, "school_ask", "content", $"{ask.Id:n}", JsonSerializer.SerializeToUtf8Bytes(ask.Content, PieceJson.Options).AsSpan()),
        }, stop) == 1;
    }

    /// <summary>It goes with the letter; an ask goes with one letter only.</summary>
    public static async Task<bool> Bind(NpgsqlTransaction tx, TownId town, Guid id, string school, Guid letter, CancellationToken stop)
    {
        const string sql = "update school_ask set letter_id = @letter where town_id = @town and ask_id = @id and school = @school and letter_id is null";

        return await Run(tx, sql, new { town, id, school, letter }, stop) == 1;
    }

    public static async Task<Ask?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_ask where town_id = @town and ask_id = @id and content is not null";

        return (await Many(tx, sealer, town, sql, new { town, id }, stop)).SingleOrDefault();
    }

    public static async Task<Ask?> OfLetter(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid letter, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_ask where town_id = @town and letter_id = @letter and content is not null";

        return (await Many(tx, sealer, town, sql, new { town, letter }, stop)).SingleOrDefault();
    }

    /// <summary>A page of a school's asks, the newest first.</summary>
    public static Task<IReadOnlyList<Ask>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, int skip, int most, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_ask where town_id = @town and school = @school and content is not null order by made_at desc, ask_id offset @skip limit @most
            """;

        return Many(tx, sealer, town, sql, new { town, school, skip, most }, stop);
    }

    private static async Task<IReadOnlyList<Ask>> Many(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new Ask(
                r.AskId, r.School, Enum.Parse<AskKind>(r.Kind, ignoreCase: true),
                JsonSerializer.Deserialize<AskContent>(sealer.OpenBytes(town, "school_ask", "content", $"{r.AskId:n}", r.Content), PieceJson.Options)!,
                r.PerHome, r.DueDay, r.LetterId, r.MadeAt)),
        ];
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid AskId, string School, string Kind, byte[] Content, bool PerHome, DateOnly DueDay, Guid? LetterId, DateTimeOffset MadeAt);
}
