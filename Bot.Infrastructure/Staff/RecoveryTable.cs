using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Codes for the day on which the phone is lost, by their hashes.</summary>
public static class RecoveryTable
{
    /// <summary>New codes in place of all earlier ones.</summary>
    public static Task Replace(NpgsqlTransaction tx, TownId town, StaffId id, IReadOnlyList<byte[]> hashes, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            delete from staff_recovery where town_id = @town and staff_id = @id;
            insert into staff_recovery (town_id, staff_id, code_hash, made_at) select @town, @id, h, @now from unnest(@hashes) as h
            """;

        return Run(tx, sql, new { town, id = id.Value, hashes = hashes.ToArray(), now }, stop);
    }

    /// <summary>Uses a code up; <c>false</c> when there is no such code, or it was used before.</summary>
    public static async Task<bool> Use(NpgsqlTransaction tx, TownId town, StaffId id, byte[] hash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update staff_recovery set used_at = @now where town_id = @town and staff_id = @id and code_hash = @hash and used_at is null";

        return await Run(tx, sql, new { town, id = id.Value, hash, now }, stop) == 1;
    }

    public static Task<int> Left(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = "select count(*)::int from staff_recovery where town_id = @town and staff_id = @id and used_at is null";

        return tx.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop));
    }

    public static Task Remove(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = "delete from staff_recovery where town_id = @town and staff_id = @id";

        return Run(tx, sql, new { town, id = id.Value }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
