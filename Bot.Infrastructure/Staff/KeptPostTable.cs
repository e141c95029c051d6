using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>A form that came after its writer's session had ended.</summary>
/// <param name="Path">Where it was sent.</param>
/// <param name="Body">The fields, sealed by the web process.</param>
public sealed record KeptPost(Guid Id, string Path, string Body, DateTimeOffset At);

/// <summary>Forms that came too late, for a day.</summary>
public static class KeptPostTable
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Keeps a form, and lets go of those that nobody came back for.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, StaffId staff, KeptPost post, CancellationToken stop)
    {
        const string sql = """
            delete from kept_post where town_id = @town and kept_at < @before;
            insert into kept_post (town_id, staff_id, kept_id, path, body, kept_at) values (@town, @staff, @Id, @Path, @Body, @At)
            """;

        return Run(tx, sql, new { town, staff = staff.Value, post.Id, post.Path, post.Body, post.At, before = post.At - Kept }, stop);
    }

    /// <summary>What was kept for its writer, newest first.</summary>
    public static async Task<IReadOnlyList<KeptPost>> Of(NpgsqlTransaction tx, TownId town, StaffId staff, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select kept_id as id, path, body, kept_at as at from kept_post
             where town_id = @town and staff_id = @staff and kept_at >= @since order by kept_at desc, kept_id limit 20
            """;

        return [.. await tx.Connection!.QueryAsync<KeptPost>(new CommandDefinition(sql, new { town, staff = staff.Value, since = now - Kept }, tx, cancellationToken: stop))];
    }

    public static Task Remove(NpgsqlTransaction tx, TownId town, StaffId staff, Guid id, CancellationToken stop) =>
        Run(tx, "delete from kept_post where town_id = @town and staff_id = @staff and kept_id = @id", new { town, staff = staff.Value, id }, stop);

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
