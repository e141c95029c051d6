using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Secrets of authenticator apps, under seal, and which codes are used up.</summary>
public static class TotpTable
{
    public const string Name = "staff_totp";

    public static Task<TotpRow?> Find(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = "select secret, pending, last_step, set_at from staff_totp where town_id = @town and staff_id = @id";

        return tx.Connection!.QuerySingleOrDefaultAsync<TotpRow?>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop));
    }

    /// <summary>Offers a new secret; the old one holds until a code of the new one was typed.</summary>
    public static Task Offer(NpgsqlTransaction tx, TownId town, StaffId id, byte[] pending, CancellationToken stop)
    {
        const string sql = """
            insert into staff_totp (town_id, staff_id, pending) values (@town, @id, @pending)
            on conflict (town_id, staff_id) do update set pending = excluded.pending
            """;

        return Run(tx, sql, new { town, id = id.Value, pending }, stop);
    }

    /// <summary>The offered secret has arrived, as a code of it shows; that code is used up.</summary>
    /// <param name="secret">The same, sealed for the place where it stays.</param>
    public static Task Confirm(NpgsqlTransaction tx, TownId town, StaffId id, byte[] secret, long step, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_totp set secret = @secret, pending = null, last_step = @step, set_at = @now
             where town_id = @town and staff_id = @id and pending is not null
            """;

        return Run(tx, sql, new { town, id = id.Value, secret, step, now }, stop);
    }

    /// <summary>Uses a code up; <c>false</c> when another request was first with it or a later one.</summary>
    public static async Task<bool> Use(NpgsqlTransaction tx, TownId town, StaffId id, long step, CancellationToken stop)
    {
        const string sql = "update staff_totp set last_step = @step where town_id = @town and staff_id = @id and last_step < @step";

        return await Run(tx, sql, new { town, id = id.Value, step }, stop) == 1;
    }

    public static Task Remove(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = "delete from staff_totp where town_id = @town and staff_id = @id";

        return Run(tx, sql, new { town, id = id.Value }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}

/// <param name="Secret">Under seal; <c>null</c> while none is set up.</param>
/// <param name="Pending">Under seal: offered, and not yet proven to have arrived.</param>
public sealed record TotpRow(byte[]? Secret, byte[]? Pending, long LastStep, DateTimeOffset? SetAt);
