using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Links by which somebody sets up their account, by the hash of their token.</summary>
public static class InvitationTable
{
    /// <param name="by">Who invites; <c>null</c> for the first administrator, whom the operator of the house invites.</param>
    public static Task Add(
        NpgsqlTransaction tx, TownId town, byte[] tokenHash, StaffId staff, StaffId? by, DateTimeOffset now, TimeSpan holds, CancellationToken stop)
    {
        const string sql = """
            insert into staff_invitation (town_id, token_hash, staff_id, made_by, made_at, expires_at)
            values (@town, @tokenHash, @staff, @by, @now, @expires)
            """;

        return Run(tx, sql, new { town, tokenHash, staff = staff.Value, by = by?.Value, now, expires = now + holds }, stop);
    }

    /// <summary>The link and what became of it; <c>null</c> when there never was such a link here.</summary>
    public static async Task<Invitation?> Find(NpgsqlTransaction tx, TownId town, byte[] tokenHash, CancellationToken stop)
    {
        const string sql = """
            select staff_id, made_by, made_at, expires_at, used_at, revoked_at
              from staff_invitation where town_id = @town and token_hash = @tokenHash
            """;

        return (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, tokenHash }, tx, cancellationToken: stop)))?.Read();
    }

    /// <summary>The last link of somebody.</summary>
    public static async Task<Invitation?> Last(NpgsqlTransaction tx, TownId town, StaffId staff, CancellationToken stop)
    {
        const string sql = """
            select staff_id, made_by, made_at, expires_at, used_at, revoked_at
              from staff_invitation where town_id = @town and staff_id = @staff order by made_at desc, token_hash limit 1
            """;

        return (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, staff = staff.Value }, tx, cancellationToken: stop)))?.Read();
    }

    /// <summary>Uses the link up; <c>false</c> when it does not hold, or another request was first.</summary>
    public static async Task<bool> Use(NpgsqlTransaction tx, TownId town, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_invitation set used_at = @now
             where town_id = @town and token_hash = @tokenHash and used_at is null and revoked_at is null and expires_at > @now
            """;

        return await Run(tx, sql, new { town, tokenHash, now }, stop) == 1;
    }

    /// <summary>Takes back all links of somebody that still hold.</summary>
    public static Task<int> Revoke(NpgsqlTransaction tx, TownId town, StaffId staff, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_invitation set revoked_at = @now
             where town_id = @town and staff_id = @staff and used_at is null and revoked_at is null
            """;

        return Run(tx, sql, new { town, staff = staff.Value, now }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid StaffId, Guid? MadeBy, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt)
    {
        public Invitation Read() => new(new(StaffId), MadeBy is null, MadeAt, ExpiresAt, UsedAt, RevokedAt);
    }
}

/// <summary>A link by which somebody sets up their account.</summary>
/// <param name="First">It is for the first administrator, who also says name and login name.</param>
public sealed record Invitation(StaffId Staff, bool First, DateTimeOffset Made, DateTimeOffset Expires, DateTimeOffset? Used, DateTimeOffset? Revoked)
{
    /// <summary>For somebody whom an administrator invites.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(7);

    /// <summary>For the first administrator.</summary>
    public static readonly TimeSpan FirstHolds = TimeSpan.FromHours(48);

    public bool IsOpen(DateTimeOffset now) => Used is null && Revoked is null && now < Expires;
}
