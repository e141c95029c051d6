using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>The accounts of staff: how they are found, and what of them changes.</summary>
public static class AccountTable
{
    public static Task<StaffUser?> Find(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = """
            select staff_id, login, name, password, stamp, joined_at, left_at, issuer, subject
              from staff where town_id = @town and staff_id = @id
            """;

        return One(tx, town, sql, new { town, id = id.Value }, stop);
    }

    public static Task<StaffUser?> FindLogin(NpgsqlTransaction tx, TownId town, string login, CancellationToken stop)
    {
        const string sql = """
            select staff_id, login, name, password, stamp, joined_at, left_at, issuer, subject
              from staff where town_id = @town and login = @login
            """;

        return One(tx, town, sql, new { town, login }, stop);
    }

    public static Task<StaffUser?> FindSubject(NpgsqlTransaction tx, TownId town, string issuer, string subject, CancellationToken stop)
    {
        const string sql = """
            select staff_id, login, name, password, stamp, joined_at, left_at, issuer, subject
              from staff where town_id = @town and issuer = @issuer and subject = @subject
            """;

        return One(tx, town, sql, new { town, issuer, subject }, stop);
    }

    /// <summary>Writes what may change of an account; <c>false</c> when there is none.</summary>
    public static async Task<bool> Save(NpgsqlTransaction tx, StaffUser user, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff set login = @Login, name = @Name, password = @Password, stamp = @Stamp, changed_at = @now
             where town_id = @Town and staff_id = @id
            """;

        return await Run(tx, sql, new { user.Town, id = user.Id.Value, user.Login, user.Name, user.Password, user.Stamp, now }, stop) == 1;
    }

    /// <summary>Ends all sessions of somebody, since none carries the new stamp.</summary>
    public static Task Stamp(NpgsqlTransaction tx, TownId town, StaffId id, string stamp, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update staff set stamp = @stamp, changed_at = @now where town_id = @town and staff_id = @id";

        return Run(tx, sql, new { town, id = id.Value, stamp, now }, stop);
    }

    public static Task Join(NpgsqlTransaction tx, TownId town, StaffId id, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update staff set joined_at = coalesce(joined_at, @now) where town_id = @town and staff_id = @id";

        return Run(tx, sql, new { town, id = id.Value, now }, stop);
    }

    /// <summary>Remembers who somebody is at the town's provider; <c>false</c> when they were linked to another subject before.</summary>
    public static async Task<bool> Link(NpgsqlTransaction tx, TownId town, StaffId id, string issuer, string subject, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff set issuer = @issuer, subject = @subject, joined_at = coalesce(joined_at, @now), changed_at = @now
             where town_id = @town and staff_id = @id and subject is null
            """;

        return await Run(tx, sql, new { town, id = id.Value, issuer, subject, now }, stop) == 1;
    }

    /// <summary>Somebody works here no longer. The row stays, since the records name it; nothing of it opens a door again.</summary>
    public static async Task<bool> Leave(NpgsqlTransaction tx, TownId town, StaffId id, string stamp, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff set left_at = @now, password = null, issuer = null, subject = null, stamp = @stamp, changed_at = @now
             where town_id = @town and staff_id = @id and left_at is null
            """;

        return await Run(tx, sql, new { town, id = id.Value, stamp, now }, stop) == 1;
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private static async Task<StaffUser?> One(NpgsqlTransaction tx, TownId town, string sql, object with, CancellationToken stop) =>
        await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)) is { } row
            ? new StaffUser
            {
                Town = town,
                Id = new(row.StaffId),
                Login = row.Login,
                Name = row.Name,
                Password = row.Password,
                Stamp = row.Stamp,
                HasJoined = row.JoinedAt is not null,
                HasLeft = row.LeftAt is not null,
                Issuer = row.Issuer,
                Subject = row.Subject,
            }
            : null;

    private sealed record Row(
        Guid StaffId, string Login, string Name, string? Password, string Stamp, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt, string? Issuer, string? Subject);
}
