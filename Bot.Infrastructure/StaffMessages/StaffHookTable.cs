using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Where a program of the town is told.</summary>
/// <param name="Secret">With which each call is signed.</param>
public sealed record StaffHook(Uri Address, string Secret);

/// <summary>The web hooks of departments; address and secret rest under seal.</summary>
public static class StaffHookTable
{
    public static Task<string?> Host(NpgsqlTransaction tx, TownId town, string department, CancellationToken stop)
    {
        const string sql = "select host from staff_hook where town_id = @town and department = @department";

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, department }, tx, cancellationToken: stop));
    }

    public static async Task<StaffHook?> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, string department, CancellationToken stop)
    {
        const string sql = "select address, secret from staff_hook where town_id = @town and department = @department";

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, department }, tx, cancellationToken: stop)) is { } row
            ? new StaffHook(new Uri(sealer.Open(town, "staff_hook", "address", department, row.Address)), sealer.Open(town, "staff_hook", "secret", department, row.Secret))
            : null;
    }

    public static Task Put(NpgsqlTransaction tx, Sealer sealer, TownId town, string department, StaffHook hook, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_hook (town_id, department, host, address, secret, made_at, made_by, made_home)
            values (@town, @department, @host, @address, @secret, @now, @Id, @Home)
            on conflict (town_id, department) do update
               set host = excluded.host, address = excluded.address, secret = excluded.secret,
                   made_at = excluded.made_at, made_by = excluded.made_by, made_home = excluded.made_home
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, department, host = hook.Address.Host, address = sealer.Seal(town, "staff_hook", "address", department, hook.Address.AbsoluteUri),
                secret = sealer.Seal(town, "staff_hook", "secret", department, hook.Secret), now, by.Id, by.Home,
            },
            tx,
            cancellationToken: stop));
    }

    /// <returns>Whether there was one.</returns>
    public static async Task<bool> Remove(NpgsqlTransaction tx, TownId town, string department, CancellationToken stop)
    {
        const string sql = "delete from staff_hook where town_id = @town and department = @department";

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, department }, tx, cancellationToken: stop)) == 1;
    }

    private sealed record Row(byte[] Address, byte[] Secret);
}
