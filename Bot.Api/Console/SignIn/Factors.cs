using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Looks up which second factors somebody has.</summary>
internal sealed class Factors(Database database)
{
    public Task<FactorsOf> Of(TownId town, StaffId id, CancellationToken stop) => database.ReadInTown(town, async tx => new FactorsOf(
        (await TotpTable.Find(tx, town, id, stop))?.SetAt, [.. await PasskeyTable.Of(tx, town, id, stop)], await RecoveryTable.Left(tx, town, id, stop)), stop);
}

/// <summary>The second factors of somebody.</summary>
/// <param name="Totp">Since when there is an authenticator app.</param>
/// <param name="RecoveryLeft">How many codes on paper are unused.</param>
public sealed record FactorsOf(DateTimeOffset? Totp, IReadOnlyList<PasskeyRow> Passkeys, int RecoveryLeft)
{
    public bool Any => Totp is not null || Passkeys.Count > 0;
}
