using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>A LINE group of staff.</summary>
public sealed record StaffGroup(string GroupId, string Department, DateTimeOffset LinkedAt);

/// <summary>LINE groups of staff, and the codes by which they are joined. What people write in groups is never kept.</summary>
public static class StaffGroupTable
{
    public static async Task<IReadOnlyList<StaffGroup>> Of(NpgsqlTransaction tx, TownId town, string department, CancellationToken stop)
    {
        const string sql = """
            select group_id, department, linked_at from staff_group
             where town_id = @town and department = @department and ended_at is null order by linked_at, group_id
            """;

        return [.. await tx.Connection!.QueryAsync<StaffGroup>(new CommandDefinition(sql, new { town, department }, tx, cancellationToken: stop))];
    }

    public static Task AddCode(NpgsqlTransaction tx, TownId town, byte[] hash, string department, Actor by, DateTimeOffset now, DateTimeOffset expires, CancellationToken stop)
    {
        // A new code makes the department's older ones void.
        const string sql = """
            delete from staff_group_code where town_id = @town and department = @department and used_by is null;
            insert into staff_group_code (town_id, code_hash, department, made_at, made_by, made_home, expires_at)
            values (@town, @hash, @department, @now, @Id, @Home, @expires)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, hash, department, now, expires, by.Id, by.Home }, tx, cancellationToken: stop));
    }

    /// <summary>Uses a code up for a group; the same group may use it again, as a delivery that comes twice does.</summary>
    /// <returns>The department; <c>null</c> when the code is not good.</returns>
    internal static Task<string?> Use(NpgsqlTransaction tx, TownId town, byte[] hash, string group, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_group_code set used_by = @group
             where town_id = @town and code_hash = @hash and (used_by = @group or (used_by is null and expires_at > @now))
            returning department
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, hash, group, now }, tx, cancellationToken: stop));
    }

    /// <summary>A group belongs to one department.</summary>
    internal static Task Link(NpgsqlTransaction tx, TownId town, string group, string department, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_group (town_id, group_id, department, linked_at) values (@town, @group, @department, @now)
            on conflict (town_id, group_id) do update set department = excluded.department, linked_at = excluded.linked_at, ended_at = null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, group, department, now }, tx, cancellationToken: stop));
    }

    /// <returns>The department that it belonged to; <c>null</c> when it was none's.</returns>
    public static Task<string?> End(NpgsqlTransaction tx, TownId town, string group, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_group set ended_at = @now where town_id = @town and group_id = @group and ended_at is null returning department
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, group, now }, tx, cancellationToken: stop));
    }
}
