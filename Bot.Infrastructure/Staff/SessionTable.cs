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

    private sealed record Row(
        Guid StaffId, DateTimeOffset MadeAt, DateTimeOffset SeenAt, DateTimeOffset ProvenAt, DateTimeOffset EndsAt, DateTimeOffset? EndedAt, bool StampHolds);
}
