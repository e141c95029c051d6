using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Bot.Api.Console.SignIn;

/// <summary>Looks at passwords and codes. Each guess is counted before it is looked at, so guessing in parallel gains nothing.</summary>
internal sealed class ProofDesk(Database database, IPasswordHasher<StaffUser> hasher, TotpDesk totp, TimeProvider clock)
{
    /// <summary>Checked when there is no such account, so that the answer takes as long.</summary>
    private readonly Lazy<(StaffUser User, string Hash)> _nobody = new(() =>
    {
        var nobody = new StaffUser { Town = new("nobody"), Id = default, Login = "", Name = "", Stamp = "" };
        return (nobody, hasher.HashPassword(nobody, Guid.NewGuid().ToString()));
    });

    public async Task<Proof> Password(TownId town, string login, string password, string address, CancellationToken stop)
    {
        var (now, guesses) = (clock.GetUtcNow(), Guesses("password", login, address));
        var (until, user) = await database.InTown(town, async tx =>
            await ThrottleTable.Take(tx, town, guesses, now, stop) is { } wait ? (wait, null) : ((DateTimeOffset?)null, await AccountTable.FindLogin(tx, town, login, stop)), stop);
        if (until is { } later)
        {
            return new Proof.Wait(later);
        }

        var (known, hash) = user is { HasLeft: false, Password: { } kept } ? (user, kept) : _nobody.Value;
        var verdict = hasher.VerifyHashedPassword(known, hash, PasswordRules.Normal(password));
        if (verdict == PasswordVerificationResult.Failed || user?.Id != known.Id)
        {
            await database.InTown(town, tx => NoteWrong(tx, user, "sign-in/wrong-password", now, stop), stop);
            return new Proof.Wrong();
        }

        await database.InTown(town, async tx =>
        {
            await Right(tx, town, guesses, now, stop);
            if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
            {
                known.Password = hasher.HashPassword(known, PasswordRules.Normal(password));
                await AccountTable.Save(tx, known, now, stop);
            }
        }, stop);
        return new Proof.Given(known);
    }

    /// <summary>A code of the authenticator app, or one of the recovery codes in its place.</summary>
    public async Task<Proof> Code(TownId town, StaffId id, string typed, string address, CancellationToken stop)
    {
        var (now, guesses) = (clock.GetUtcNow(), Guesses("code", id.Value.ToString("n"), address));
        return await database.InTown<Proof>(town, async tx =>
        {
            if (await ThrottleTable.Take(tx, town, guesses, now, stop) is { } later)
            {
                return new Proof.Wait(later);
            }

            var user = await AccountTable.Find(tx, town, id, stop);
            var recovery = typed.Count(char.IsLetterOrDigit) > 6;
            if (user is not { HasLeft: false }
                || !(recovery ? await RecoveryTable.Use(tx, town, id, RecoveryCode.Hash(typed), now, stop) : await totp.Use(tx, town, id, typed, now, stop)))
            {
                await NoteWrong(tx, user, "sign-in/wrong-code", now, stop);
                return new Proof.Wrong();
            }

            if (recovery)
            {
                await AuditTable.Add(tx, town, Of(user), new AuditEntry("sign-in/recovery-code", [user.AuditSubject]), now, stop);
            }

            await Right(tx, town, guesses, now, stop);
            return new Proof.Given(user);
        }, stop);
    }

    /// <summary>Counts a try of something that cannot be guessed, such as a passkey or a link, by address alone.</summary>
    public Task<DateTimeOffset?> Address(TownId town, string address, CancellationToken stop) =>
        database.InTown(town, tx => ThrottleTable.Take(tx, town, [ByAddress(address)], clock.GetUtcNow(), stop), stop);

    public Task AddressWasRight(TownId town, string address, CancellationToken stop) =>
        database.InTown(town, tx => ThrottleTable.GiveBack(tx, town, ByAddress(address).Key, clock.GetUtcNow(), stop), stop);

    /// <summary>The actor of what somebody does to their own account before there is a session.</summary>
    public static Actor Of(StaffUser user) => new("staff", user.Id.Value.ToString("n"), user.Town.Value);

    private static Guess[] Guesses(string what, string who, string address) =>
        [new($"{what}/{who}", GuessDelay.Account), new($"{what}/{who}/{address}", GuessDelay.Pair), ByAddress(address)];

    private static Guess ByAddress(string address) => new($"address/{address}", GuessDelay.Address);

    private static async Task Right(NpgsqlTransaction tx, TownId town, Guess[] guesses, DateTimeOffset now, CancellationToken stop)
    {
        await ThrottleTable.Forgive(tx, town, guesses[0].Key, stop);
        await ThrottleTable.Forgive(tx, town, guesses[1].Key, stop);
        await ThrottleTable.GiveBack(tx, town, guesses[2].Key, now, stop);
    }

    private static Task NoteWrong(NpgsqlTransaction tx, StaffUser? user, string what, DateTimeOffset now, CancellationToken stop) =>
        user is null ? Task.CompletedTask : AuditTable.Add(tx, user.Town, Actor.System, new AuditEntry(what, [user.AuditSubject]), now, stop);
}
