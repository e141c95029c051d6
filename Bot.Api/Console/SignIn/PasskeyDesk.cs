using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Passkeys (WebAuthn): the questions that we put to a device, and the check of its answers. Each question is good for one answer.</summary>
internal sealed class PasskeyDesk(
    Database database, IOptions<IdentityOptions> identity, IOptions<IdentityPasskeyOptions> options, IPasswordHasher<StaffUser> hasher, IServiceProvider services)
{
    /// <summary>What to ask of a device so that somebody signs in; whoever it is follows from the answer.</summary>
    /// <returns>The options for the browser, and the token of the step that remembers the question.</returns>
    public async Task<(string Options, string Token)> Ask(HttpContext http, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        var token = StaffSession.FreshToken();
        return (await database.InTown(town, async tx =>
        {
            using var users = Users(tx, town);
            var asked = await Handler(users).MakeRequestOptionsAsync(null, http);
            await StepTable.Sweep(tx, town, now, stop);
            await StepTable.Add(tx, town, StaffSession.Hash(token), new SignInStep(SignInStep.Passkey, null, asked.AssertionState, null), now, stop);
            return asked.RequestOptionsJson;
        }, stop), token);
    }

    /// <summary>Checks a device's answer; <c>null</c> when it is not one to our question, or no passkey of this town.</summary>
    public async Task<StaffUser?> Answered(HttpContext http, TownId town, byte[] step, string credential, DateTimeOffset now, CancellationToken stop) =>
        await database.InTown(town, async tx =>
        {
            if (await StepTable.Take(tx, town, step, now, stop) is not { Kind: SignInStep.Passkey, State: { } state })
            {
                return null;
            }

            using var users = Users(tx, town);
            var result = await Handler(users).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
            if (!result.Succeeded)
            {
                return null;
            }

            var key = result.Passkey;
            await PasskeyTable.Use(tx, town, key.CredentialId, key.SignCount, key.IsUserVerified, key.IsBackedUp, now, stop);
            return result.User;
        }, stop);

    /// <summary>What to ask of a device so that it makes a passkey for somebody.</summary>
    public async Task<(string Options, string Token)> AskNew(HttpContext http, StaffUser user, string townName, DateTimeOffset now, CancellationToken stop)
    {
        var token = StaffSession.FreshToken();
        return (await database.InTown(user.Town, async tx =>
        {
            using var users = Users(tx, user.Town);
            // The device lists passkeys of all towns of this house side by side; the town's name tells them apart.
            var entity = new PasskeyUserEntity { Id = StaffStore.Handle(user), Name = $"{user.Login}（{townName}）", DisplayName = $"{user.Name}（{townName}）" };
            var asked = await Handler(users).MakeCreationOptionsAsync(entity, http);
            await StepTable.Add(tx, user.Town, StaffSession.Hash(token), new SignInStep(SignInStep.AddPasskey, user.Id, asked.AttestationState, null), now, stop);
            return asked.CreationOptionsJson;
        }, stop), token);
    }

    /// <summary>Keeps the passkey that a device has made, in the caller's transaction; <c>false</c> when it is no answer to our question.</summary>
    public async Task<bool> Add(NpgsqlTransaction tx, HttpContext http, StaffUser user, byte[] step, string credential, string name, DateTimeOffset now, CancellationToken stop)
    {
        if (await StepTable.Take(tx, user.Town, step, now, stop) is not { Kind: SignInStep.AddPasskey, State: { } state } taken || taken.Staff != user.Id)
        {
            return false;
        }

        using var users = Users(tx, user.Town);
        var result = await Handler(users).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != StaffStore.Handle(user))
        {
            return false;
        }

        var key = result.Passkey;
        return await PasskeyTable.Add(tx, user.Town, new PasskeyRow(
            key.CredentialId, user.Id.Value, name, key.PublicKey, key.SignCount, string.Join(' ', key.Transports ?? []), key.IsUserVerified, key.IsBackupEligible, key.IsBackedUp,
            key.AttestationObject, key.ClientDataJson, now, UsedAt: null), stop);
    }

    private PasskeyHandler<StaffUser> Handler(UserManager<StaffUser> users) => new(users, options);

    private UserManager<StaffUser> Users(NpgsqlTransaction tx, TownId town) => new(
        new StaffStore(tx, town, services.GetRequiredService<TimeProvider>()), identity, hasher, [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(),
        services, services.GetRequiredService<ILogger<UserManager<StaffUser>>>());
}
