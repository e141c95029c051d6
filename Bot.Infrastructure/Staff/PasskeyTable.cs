using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Passkeys of staff: public keys, and how often they have signed.</summary>
public static class PasskeyTable
{
    public static async Task<IReadOnlyList<PasskeyRow>> Of(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = """
            select credential_id, staff_id, name, public_key, sign_count, transports, verified, backup_able, backed_up, attestation, client_data, made_at, used_at
              from staff_passkey where town_id = @town and staff_id = @id order by made_at
            """;

        return [.. await tx.Connection!.QueryAsync<PasskeyRow>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop))];
    }

    public static Task<PasskeyRow?> Find(NpgsqlTransaction tx, TownId town, byte[] credential, CancellationToken stop)
    {
        const string sql = """
            select credential_id, staff_id, name, public_key, sign_count, transports, verified, backup_able, backed_up, attestation, client_data, made_at, used_at
              from staff_passkey where town_id = @town and credential_id = @credential
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<PasskeyRow?>(new CommandDefinition(sql, new { town, credential }, tx, cancellationToken: stop));
    }

    /// <summary>Adds a passkey. A credential that somebody has already is left alone: it changes hands for nobody.</summary>
    public static async Task<bool> Add(NpgsqlTransaction tx, TownId town, PasskeyRow key, CancellationToken stop)
    {
        const string sql = """
            insert into staff_passkey (town_id, credential_id, staff_id, name, public_key, sign_count, transports, verified, backup_able, backed_up, attestation, client_data, made_at)
            values (@town, @CredentialId, @StaffId, @Name, @PublicKey, @SignCount, @Transports, @Verified, @BackupAble, @BackedUp, @Attestation, @ClientData, @MadeAt)
            on conflict (town_id, credential_id) do nothing
            """;

        return await Run(tx, sql, new
        {
            town, key.CredentialId, key.StaffId, key.Name, key.PublicKey, key.SignCount, key.Transports, key.Verified, key.BackupAble, key.BackedUp,
            key.Attestation, key.ClientData, key.MadeAt,
        }, stop) == 1;
    }

    /// <summary>Notes that a passkey has signed.</summary>
    public static Task Use(NpgsqlTransaction tx, TownId town, byte[] credential, long signCount, bool verified, bool backedUp, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update staff_passkey set sign_count = @signCount, verified = @verified, backed_up = @backedUp, used_at = @now
             where town_id = @town and credential_id = @credential
            """;

        return Run(tx, sql, new { town, credential, signCount, verified, backedUp, now }, stop);
    }

    public static async Task<bool> Rename(NpgsqlTransaction tx, TownId town, StaffId id, byte[] credential, string name, CancellationToken stop)
    {
        const string sql = "update staff_passkey set name = @name where town_id = @town and staff_id = @id and credential_id = @credential";

        return await Run(tx, sql, new { town, id = id.Value, credential, name }, stop) == 1;
    }

    public static async Task<bool> Remove(NpgsqlTransaction tx, TownId town, StaffId id, byte[] credential, CancellationToken stop)
    {
        const string sql = "delete from staff_passkey where town_id = @town and staff_id = @id and credential_id = @credential";

        return await Run(tx, sql, new { town, id = id.Value, credential }, stop) == 1;
    }

    public static Task RemoveAll(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = "delete from staff_passkey where town_id = @town and staff_id = @id";

        return Run(tx, sql, new { town, id = id.Value }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}

/// <summary>A passkey as it is stored.</summary>
public sealed record PasskeyRow(
    byte[] CredentialId, Guid StaffId, string Name, byte[] PublicKey, long SignCount, string Transports, bool Verified, bool BackupAble, bool BackedUp,
    byte[] Attestation, byte[] ClientData, DateTimeOffset MadeAt, DateTimeOffset? UsedAt);
