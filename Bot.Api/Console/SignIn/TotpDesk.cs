using System.Security.Cryptography;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Staff;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Authenticator apps: offers a secret, learns that it has arrived, and takes each code once. Secrets are stored under seal only.</summary>
internal sealed class TotpDesk(Sealer sealer)
{
    /// <summary>The secret on offer, as text; made when there is none, so that loading the page anew changes nothing.</summary>
    public async Task<string> Offer(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        if (await TotpTable.Find(tx, town, id, stop) is { Pending: { } pending })
        {
            return Open(town, id, "pending", pending);
        }

        var secret = Totp.Written(RandomNumberGenerator.GetBytes(Totp.SecretBytes));
        await TotpTable.Offer(tx, town, id, Seal(town, id, "pending", secret), stop);
        return secret;
    }

    /// <summary>Whether the typed code shows that the offered secret has arrived; then it holds from now on, and the codes on paper are new.</summary>
    public async Task<Items<string>?> Confirm(NpgsqlTransaction tx, TownId town, StaffId id, string typed, DateTimeOffset now, CancellationToken stop)
    {
        if (await TotpTable.Find(tx, town, id, stop) is not { Pending: { } pending })
        {
            return null;
        }

        var secret = Open(town, id, "pending", pending);
        if (Totp.Match(Totp.Parse(secret), typed, now, lastStep: 0) is not { } step)
        {
            return null;
        }

        await TotpTable.Confirm(tx, town, id, Seal(town, id, "secret", secret), step, now, stop);
        return await FreshRecovery(tx, town, id, now, stop);
    }

    public async Task<bool> Use(NpgsqlTransaction tx, TownId town, StaffId id, string typed, DateTimeOffset now, CancellationToken stop) =>
        await TotpTable.Find(tx, town, id, stop) is { Secret: { } kept } row
        && Totp.Match(Totp.Parse(Open(town, id, "secret", kept)), typed, now, row.LastStep) is { } step
        && await TotpTable.Use(tx, town, id, step, stop);

    /// <summary>Codes on paper, in place of all earlier ones; shown once and never again.</summary>
    public static async Task<Items<string>> FreshRecovery(NpgsqlTransaction tx, TownId town, StaffId id, DateTimeOffset now, CancellationToken stop)
    {
        Items<string> codes = [.. Enumerable.Range(0, RecoveryCode.HowMany).Select(_ => RecoveryCode.Fresh())];
        await RecoveryTable.Replace(tx, town, id, [.. codes.Select(RecoveryCode.Hash)], now, stop);
        return codes;
    }

    private byte[] Seal(TownId town, StaffId id, string column, string secret) => sealer.Seal(town, TotpTable.Name, column, id.Value.ToString("n"), secret);

    private string Open(TownId town, StaffId id, string column, byte[] secret) => sealer.Open(town, TotpTable.Name, column, id.Value.ToString("n"), secret);
}
