using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>A code that a member of staff handed over, as the database knows it.</summary>
public sealed record HandedCode(Guid ChildId, Actor By, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, int Wrong)
{
    public bool IsLocked => Wrong >= SheetCode.MostWrong;
}

/// <summary>The codes that schools hand over themselves, by their hashes. Each links one guardian.</summary>
public static class HandedCodeTable
{
    private const string Columns = "child_id, staff_id, staff_home, made_at, expires_at, wrong";

    private const string Open = "voided_at is null and used_at is null";

    /// <summary>The sheet, and codes that were handed to another guardian, stay good.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, ChildId child, byte[] hash, Actor by, DateTimeOffset now, DateTimeOffset expires, CancellationToken stop)
    {
        const string sql = """
            insert into handed_code (town_id, code_hash, child_id, staff_id, staff_home, made_at, expires_at) values (@town, @hash, @child, @Id, @Home, @now, @expires)
            """;

        return Run(tx, sql, new { town, hash, child = child.Value, by.Id, by.Home, now, expires }, stop);
    }

    public static Task Void(NpgsqlTransaction tx, TownId town, ChildId child, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, $"update handed_code set voided_at = @now where town_id = @town and child_id = @child and {Open}", new { town, child = child.Value, now }, stop);

    /// <inheritdoc cref="LinkCodeTable.Lock"/>
    public static async Task<HandedCode?> Lock(NpgsqlTransaction tx, TownId town, byte[] hash, CancellationToken stop)
    {
        const string sql = $"select {Columns} from handed_code where town_id = @town and code_hash = @hash and {Open} for update";

        return (await All(tx, sql, new { town, hash }, stop)).SingleOrDefault();
    }

    public static Task Miss(NpgsqlTransaction tx, TownId town, byte[] hash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update handed_code set wrong = wrong + 1, locked_at = case when wrong + 1 >= @most then @now end where town_id = @town and code_hash = @hash
            """;

        return Run(tx, sql, new { town, hash, now, most = SheetCode.MostWrong }, stop);
    }

    /// <summary>It has linked somebody, and opens nothing any more.</summary>
    public static Task Use(NpgsqlTransaction tx, TownId town, byte[] hash, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update handed_code set used_at = @now where town_id = @town and code_hash = @hash", new { town, hash, now }, stop);

    /// <summary>The codes of a child that somebody still may use, or that wait because they were locked.</summary>
    public static Task<IReadOnlyList<HandedCode>> Of(NpgsqlTransaction tx, TownId town, ChildId child, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = $"select {Columns} from handed_code where town_id = @town and child_id = @child and {Open} and expires_at > @now order by made_at";

        return All(tx, sql, new { town, child = child.Value, now }, stop);
    }

    private static async Task<IReadOnlyList<HandedCode>> All(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
            .Select(r => new HandedCode(r.ChildId, new Actor("staff", r.StaffId, r.StaffHome), r.MadeAt, r.ExpiresAt, r.Wrong)),
    ];

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid ChildId, string StaffId, string StaffHome, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, int Wrong);
}
