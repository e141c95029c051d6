using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Accounts and passkeys of one town as ASP.NET Core Identity asks for them, within one transaction.</summary>
internal sealed class StaffStore(NpgsqlTransaction tx, TownId town, TimeProvider clock) : IUserPasskeyStore<StaffUser>
{
    public Task<string> GetUserIdAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult(Handle(user));

    public Task<string?> GetUserNameAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<string?> GetNormalizedUserNameAsync(StaffUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task SetUserNameAsync(StaffUser user, string? userName, CancellationToken cancellationToken)
    {
        user.Login = LoginName.Fold(userName);
        return Task.CompletedTask;
    }

    /// <summary>Login names are stored folded already.</summary>
    public Task SetNormalizedUserNameAsync(StaffUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Accounts begin with an invitation and never here.</summary>
    public Task<IdentityResult> CreateAsync(StaffUser user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = "invite", Description = "staff are invited" }));

    public async Task<IdentityResult> UpdateAsync(StaffUser user, CancellationToken cancellationToken) =>
        await AccountTable.Save(tx, user, clock.GetUtcNow(), cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = "gone", Description = "no such account" });

    /// <summary>Rows stay, since the records name them.</summary>
    public Task<IdentityResult> DeleteAsync(StaffUser user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = "stays", Description = "rows of staff stay" }));

    public async Task<StaffUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParseExact(userId, "n", out var id) ? Here(await AccountTable.Find(tx, town, new StaffId(id), cancellationToken)) : null;

    public async Task<StaffUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Here(await AccountTable.FindLogin(tx, town, LoginName.Fold(normalizedUserName), cancellationToken));

    public async Task AddOrUpdatePasskeyAsync(StaffUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await PasskeyTable.Find(tx, town, passkey.CredentialId, cancellationToken) is { } there)
        {
            if (there.StaffId != user.Id.Value)
            {
                throw new InvalidOperationException("a passkey changes hands for nobody");
            }

            await PasskeyTable.Use(tx, town, passkey.CredentialId, passkey.SignCount, passkey.IsUserVerified, passkey.IsBackedUp, clock.GetUtcNow(), cancellationToken);
            return;
        }

        await PasskeyTable.Add(tx, town, new PasskeyRow(
            passkey.CredentialId, user.Id.Value, passkey.Name ?? "パスキー", passkey.PublicKey, passkey.SignCount, string.Join(' ', passkey.Transports ?? []), passkey.IsUserVerified,
            passkey.IsBackupEligible, passkey.IsBackedUp, passkey.AttestationObject, passkey.ClientDataJson, clock.GetUtcNow(), UsedAt: null), cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(StaffUser user, CancellationToken cancellationToken) =>
        [.. (await PasskeyTable.Of(tx, town, user.Id, cancellationToken)).Select(Read)];

    public async Task<StaffUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await PasskeyTable.Find(tx, town, credentialId, cancellationToken) is { } key
            ? Here(await AccountTable.Find(tx, town, new StaffId(key.StaffId), cancellationToken))
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await PasskeyTable.Find(tx, town, credentialId, cancellationToken) is { } key && key.StaffId == user.Id.Value ? Read(key) : null;

    public Task RemovePasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        PasskeyTable.Remove(tx, town, user.Id, credentialId, cancellationToken);

    public void Dispose()
    {
        // The transaction is its opener's.
    }

    /// <summary>What a passkey calls its owner: the id, which says nothing about anybody.</summary>
    public static string Handle(StaffUser user) => user.Id.Value.ToString("n");

    /// <summary>Who has left signs in no more, whatever they still hold.</summary>
    private static StaffUser? Here(StaffUser? user) => user is { HasLeft: false } ? user : null;

    private static UserPasskeyInfo Read(PasskeyRow key) => new(
        key.CredentialId, key.PublicKey, key.MadeAt, checked((uint)key.SignCount), key.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), key.Verified, key.BackupAble, key.BackedUp, key.Attestation, key.ClientData)
    {
        Name = key.Name,
    };
}
