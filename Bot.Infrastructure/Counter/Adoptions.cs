using System.Globalization;
using System.Security.Cryptography;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.Counter;

/// <summary>What became of somebody's wish to take a printed request over.</summary>
public abstract record Claim
{
    private Claim() { }

    /// <param name="Subject">The module's name for the request, now the resident's.</param>
    public sealed record Granted(string Module, string Subject) : Claim;

    /// <summary>There is no such code, or not any more.</summary>
    public sealed record Unknown : Claim;

    public sealed record TakenByOther : Claim;

    /// <summary>The last digits of the telephone are not those that were told at the counter.</summary>
    public sealed record WrongDigits : Claim;

    /// <summary>Guessed too often: the code is dead, or the resident must wait a day.</summary>
    public sealed record Stopped : Claim;
}

/// <summary>
/// Lets a resident's LINE take over a request that staff typed. The code alone is not enough, since a receipt can be lost or photographed:
/// the last four digits of the telephone, which no receipt shows, must come with it, and both may be guessed only a few times.
/// </summary>
public sealed class Adoptions(SlipCodes codes)
{
    /// <summary>How long a printed code is good: beyond the day of any collection that can be booked.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(60);

    private const int MostWrongDigits = 5;
    private const int MostGuessesADay = 10;

    /// <summary>Makes the code of a request; making it again makes the same.</summary>
    /// <param name="telephone">As it was told at the counter.</param>
    public async Task<SlipCode> Offer(TurnContext turn, string module, string subject, string telephone, CancellationToken stop)
    {
        var code = codes.For(turn.Town, module, subject);
        var proof = codes.Proof(turn.Town, code, LastDigits(telephone));
        await AdoptionTable.Add(turn.Transaction, turn.Town, codes.Hash(turn.Town, code), module, subject, proof, turn.Now, turn.Now + Lives, stop);
        return code;
    }

    public async Task<Claim> Take(TurnContext turn, SlipCode code, int digits, CancellationToken stop)
    {
        var (tx, town, citizen, today) = (turn.Transaction, turn.Town, turn.Resident, JapanTime.Day(turn.Now));
        if (await AdoptionTable.Guesses(tx, town, citizen, today, stop) >= MostGuessesADay)
        {
            return new Claim.Stopped();
        }

        var hash = codes.Hash(town, code);
        var found = await AdoptionTable.Lock(tx, town, hash, stop);
        if (found is { UsedBy: { } user } && user == citizen.Value)
        {
            return new Claim.Granted(found.Module, found.Subject);
        }

        if (found is null || found.ExpiresAt <= turn.Now)
        {
            await AdoptionTable.CountGuess(tx, town, citizen, today, stop);
            return new Claim.Unknown();
        }

        if (found.UsedBy is not null)
        {
            return new Claim.TakenByOther();
        }

        if (found.Wrong >= MostWrongDigits)
        {
            return new Claim.Stopped();
        }

        if (!CryptographicOperations.FixedTimeEquals(found.Proof, codes.Proof(town, code, digits)))
        {
            await AdoptionTable.Miss(tx, town, hash, stop);
            await AdoptionTable.CountGuess(tx, town, citizen, today, stop);
            return found.Wrong + 1 >= MostWrongDigits ? new Claim.Stopped() : new Claim.WrongDigits();
        }

        await AdoptionTable.Use(tx, town, hash, citizen, turn.Now, stop);
        return new Claim.Granted(found.Module, found.Subject);
    }

    private static int LastDigits(string telephone)
    {
        var digits = string.Concat(telephone.Where(char.IsAsciiDigit));
        return digits.Length == 0 ? 0 : int.Parse(digits.AsSpan(Math.Max(0, digits.Length - 4)), CultureInfo.InvariantCulture);
    }
}
