using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>A sheet's code as the database knows it.</summary>
public sealed record SheetCode(Guid ChildId, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, int Wrong)
{
    /// <summary>So many wrong birth dates, and the code opens nothing any more.</summary>
    public const int MostWrong = 10;

    public bool IsLocked => Wrong >= MostWrong;
}

/// <summary>The codes of sheets, by their hashes.</summary>
public static class LinkCodeTable
{
    private const string Columns = "child_id, made_at, expires_at, wrong";

    /// <summary>The child's code before this one is void from here on.</summary>
    public static async Task Renew(NpgsqlTransaction tx, TownId town, ChildId child, byte[] hash, DateTimeOffset now, DateTimeOffset expires, CancellationToken stop)
    {
        const string add = "insert into link_code (town_id, code_hash, child_id, made_at, expires_at) values (@town, @hash, @child, @now, @expires)";

        await Void(tx, town, child, now, stop);
        await Run(tx, add, new { town, hash, child = child.Value, now, expires }, stop);
    }

    public static Task Void(NpgsqlTransaction tx, TownId town, ChildId child, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update link_code set voided_at = @now where town_id = @town and child_id = @child and voided_at is null", new { town, child = child.Value, now }, stop);

    /// <summary>A code that is not void, kept ours until the transaction ends, so that of many who guess at once each guess counts.</summary>
    public static Task<SheetCode?> Lock(NpgsqlTransaction tx, TownId town, byte[] hash, CancellationToken stop)
    {
        const string sql = $"select {Columns} from link_code where town_id = @town and code_hash = @hash and voided_at is null for update";

        return tx.Connection!.QuerySingleOrDefaultAsync<SheetCode>(new CommandDefinition(sql, new { town, hash }, tx, cancellationToken: stop));
    }

    public static Task Miss(NpgsqlTransaction tx, TownId town, byte[] hash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update link_code set wrong = wrong + 1, locked_at = case when wrong + 1 >= @most then @now end where town_id = @town and code_hash = @hash
            """;

        return Run(tx, sql, new { town, hash, now, most = SheetCode.MostWrong }, stop);
    }

    /// <summary>The codes that are not void, by child.</summary>
    public static async Task<IReadOnlyDictionary<ChildId, SheetCode>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<ChildId> children, CancellationToken stop)
    {
        const string sql = $"select {Columns} from link_code where town_id = @town and child_id = any (@ids) and voided_at is null";

        var rows = await tx.Connection!.QueryAsync<SheetCode>(new CommandDefinition(sql, new { town, ids = children.Select(c => c.Value).ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => new ChildId(r.ChildId));
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
