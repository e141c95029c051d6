using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Proofs under way, by the hash of the token in the browser's cookie.</summary>
public static class StepTable
{
    public static Task Add(NpgsqlTransaction tx, TownId town, byte[] tokenHash, SignInStep step, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_step (town_id, token_hash, kind, staff_id, state, back_to, made_at, ends_at)
            values (@town, @tokenHash, @Kind, @staff, @State, @Back, @now, @ends)
            """;

        return Run(tx, sql, new { town, tokenHash, step.Kind, staff = step.Staff?.Value, step.State, step.Back, now, ends = now + SignInStep.Holds }, stop);
    }

    public static async Task<SignInStep?> Find(NpgsqlTransaction tx, TownId town, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "select kind, staff_id, state, back_to from staff_step where town_id = @town and token_hash = @tokenHash and ends_at > @now";

        return Step(await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, tokenHash, now }, tx, cancellationToken: stop)));
    }

    /// <summary>Takes a step: it is good once, whoever comes first.</summary>
    public static async Task<SignInStep?> Take(NpgsqlTransaction tx, TownId town, byte[] tokenHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            delete from staff_step where town_id = @town and token_hash = @tokenHash and ends_at > @now
            returning kind, staff_id, state, back_to
            """;

        return Step(await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, tokenHash, now }, tx, cancellationToken: stop)));
    }

    /// <summary>Drops proofs that were never finished.</summary>
    public static Task Sweep(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            delete from staff_step where town_id = @town and token_hash in (
                select token_hash from staff_step where town_id = @town and ends_at < @now limit 200 for update skip locked)
            """;

        return Run(tx, sql, new { town, now }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private static SignInStep? Step(Row? row) =>
        row is null ? null : new SignInStep(row.Kind, row.StaffId is { } id ? new StaffId(id) : null, row.State, row.BackTo);

    private sealed record Row(string Kind, Guid? StaffId, string? State, string? BackTo);
}

/// <summary>What has been shown so far in one browser, and what is still asked.</summary>
/// <param name="Kind">Of the constants here.</param>
/// <param name="Staff">Who it is, once something was proven.</param>
/// <param name="State">What the check of the answer needs: a challenge, a nonce.</param>
/// <param name="Back">Where to go afterwards, a local path.</param>
public sealed record SignInStep(string Kind, StaffId? Staff, string? State, string? Back)
{
    /// <summary>The password was right; a second factor is asked.</summary>
    public const string Code = "code";

    /// <summary>The password was right and there is no second factor yet: one must be set up.</summary>
    public const string Enrol = "enrol";

    /// <summary>A challenge for a passkey is out.</summary>
    public const string Passkey = "passkey";

    /// <summary>A challenge for a new passkey is out.</summary>
    public const string AddPasskey = "add-passkey";

    /// <summary>The browser is at the town's own provider.</summary>
    public const string Oidc = "oidc";

    /// <summary>Long enough to fetch the phone from the locker.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromMinutes(10);
}
