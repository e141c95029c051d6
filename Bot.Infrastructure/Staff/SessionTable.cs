using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Who is signed in, by the hash of the token in the browser's cookie.</summary>
public static class SessionTable
{
    /// <summary>Begins a session; whoever begins one has just proven who they are.</summary>
    /// <param name="browser">What the browser says it is, shown to its user in the list of sessions.</param>
    public static Task Add(NpgsqlTransaction tx, TownId town, StaffId staff, byte[] tokenHash, string browser, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_session (town_id, token_hash, staff_id, stamp, browser, made_at, seen_at, proven_at, ends_at)
            select @town, @tokenHash, @staff, stamp, @browser, @now, @now, @now, @ends from staff where town_id = @town and staff_id = @staff
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, tokenHash, staff = staff.Value, browser, now, ends = now + StaffSession.Longest }, tx, cancellationToken: stop));
    }

    /// <summary>The session, alive or lately ended, and its user as of now; a changed stamp (new password, signed out everywhere) ends it.</summary>
    public static async Task<StaffSession?> Find(NpgsqlTransaction tx, TownId town, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select s.staff_id, s.made_at, s.seen_at, s.proven_at, s.ends_at, s.ended_at, s.stamp = f.stamp as stamp_holds
              from staff_session s join staff f on (f.town_id, f.staff_id) = (s.town_id, s.staff_id)
             where s.town_id = @town and s.token_hash = @tokenHash
            """;

        var row = await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, tokenHash }, tx, cancellationToken: stop));
        return row is not null && await StaffTable.Find(tx, town, new StaffId(row.StaffId), stop) is { } staff
            ? new StaffSession(staff, row.MadeAt, row.ProvenAt, row.EndsAt, row.EndedAt is null && row.StampHolds && now < row.EndsAt && now - row.SeenAt < StaffSession.Idle)
            : null;
    }

    /// <summary>Notes that the session is used; at most once a minute, so that reading pages writes little.</summary>
    public static Task See(NpgsqlTransaction tx, TownId town, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update staff_session set seen_at = @now where town_id = @town and token_hash = @tokenHash and seen_at < @before";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, tokenHash, now, before = now.AddMinutes(-1) }, tx, cancellationToken: stop));
    }

    /// <summary>
    /// Gives a session a new token, since who it belongs to was proven anew: an old token that somebody has planted or seen is worth nothing afterwards.
    /// </summary>
    public static async Task<bool> Renew(NpgsqlTransaction tx, TownId town, byte[] oldHash, byte[] newHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_session s set token_hash = @newHash, proven_at = @now, seen_at = @now, stamp = f.stamp
              from staff f
             where s.town_id = @town and s.token_hash = @oldHash and s.ended_at is null and f.town_id = s.town_id and f.staff_id = s.staff_id
            """;

        return await Run(tx, sql, new { town, oldHash, newHash, now }, stop) == 1;
    }

    /// <summary>The sessions of somebody that still hold, the last used first.</summary>
    public static async Task<IReadOnlyList<SessionLine>> Of(NpgsqlTransaction tx, TownId town, StaffId staff, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select s.token_hash, s.browser, s.made_at, s.seen_at
              from staff_session s join staff f on (f.town_id, f.staff_id) = (s.town_id, s.staff_id)
             where s.town_id = @town and s.staff_id = @staff and s.ended_at is null and s.ends_at > @now and s.seen_at > @idle and s.stamp = f.stamp
             order by s.seen_at desc
            """;

        return [.. (await tx.Connection!.QueryAsync<SessionLine>(new CommandDefinition(
            sql, new { town, staff = staff.Value, now, idle = now - StaffSession.Idle }, tx, cancellationToken: stop)))];
    }

    /// <summary>Ends one session of somebody.</summary>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, StaffId staff, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_session set ended_at = @now
             where town_id = @town and staff_id = @staff and token_hash = @tokenHash and ended_at is null
            """;

        return await Run(tx, sql, new { town, staff = staff.Value, tokenHash, now }, stop) == 1;
    }

    /// <summary>Drops sessions that ended long ago.</summary>
    public static Task Sweep(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            delete from staff_session where town_id = @town and token_hash in (
                select token_hash from staff_session where town_id = @town and ends_at < @before limit 200 for update skip locked)
            """;

        return Run(tx, sql, new { town, before = now.AddDays(-7) }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid StaffId, DateTimeOffset MadeAt, DateTimeOffset SeenAt, DateTimeOffset ProvenAt, DateTimeOffset EndsAt, DateTimeOffset? EndedAt, bool StampHolds);
}

/// <summary>A browser in which somebody is signed in.</summary>
public sealed record SessionLine(byte[] TokenHash, string Browser, DateTimeOffset MadeAt, DateTimeOffset SeenAt);
