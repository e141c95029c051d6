using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Counter;

/// <summary>A printed code and the request behind it.</summary>
/// <param name="Wrong">How often the telephone's last digits were wrong.</param>
public sealed record Adoption(string Module, string Subject, byte[] Proof, DateTimeOffset ExpiresAt, int Wrong, string? UsedBy);

/// <summary>The codes on printed receipts, by their hashes.</summary>
public static class AdoptionTable
{
    public static Task Add(
        NpgsqlTransaction tx, TownId town, byte[] hash, string module, string subject, byte[] proof, DateTimeOffset now, DateTimeOffset expires, CancellationToken stop)
    {
        const string sql = """
            insert into adoption (town_id, code_hash, module, subject, proof, made_at, expires_at)
            values (@town, @hash, @module, @subject, @proof, @now, @expires)
            on conflict do nothing
            """;

        return Run(tx, sql, new { town, hash, module, subject, proof, now, expires }, stop);
    }

    /// <summary>The code, kept ours until the transaction ends, so that of two who send it at once one gets the request.</summary>
    public static Task<Adoption?> Lock(NpgsqlTransaction tx, TownId town, byte[] hash, CancellationToken stop)
    {
        const string sql = """
            select module, subject, proof, expires_at, wrong, used_by from adoption where town_id = @town and code_hash = @hash for update
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<Adoption>(new CommandDefinition(sql, new { town, hash }, tx, cancellationToken: stop));
    }

    public static Task Use(NpgsqlTransaction tx, TownId town, byte[] hash, CitizenId citizen, DateTimeOffset now, CancellationToken stop) => Run(
        tx, "update adoption set used_at = @now, used_by = @citizen where town_id = @town and code_hash = @hash and used_at is null", new { town, hash, citizen, now }, stop);

    public static Task Miss(NpgsqlTransaction tx, TownId town, byte[] hash, CancellationToken stop) =>
        Run(tx, "update adoption set wrong = wrong + 1 where town_id = @town and code_hash = @hash", new { town, hash }, stop);

    /// <summary>How often a resident guessed wrong on this day.</summary>
    public static async Task<int> Guesses(NpgsqlTransaction tx, TownId town, CitizenId citizen, DateOnly day, CancellationToken stop)
    {
        const string sql = "select wrong from adoption_guess where town_id = @town and citizen_id = @citizen and day = @day";

        return await tx.Connection!.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, new { town, citizen, day }, tx, cancellationToken: stop)) ?? 0;
    }

    public static Task CountGuess(NpgsqlTransaction tx, TownId town, CitizenId citizen, DateOnly day, CancellationToken stop)
    {
        const string sql = """
            insert into adoption_guess as g (town_id, citizen_id, day, wrong) values (@town, @citizen, @day, 1)
            on conflict (town_id, citizen_id, day) do update set wrong = g.wrong + 1
            """;

        return Run(tx, sql, new { town, citizen, day }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
