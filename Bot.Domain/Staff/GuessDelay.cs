namespace Bot.Domain.Staff;

/// <summary>How long one must wait after so many failures: growing, never for ever, so that nobody can lock another out for good.</summary>
/// <param name="Free">So many failures cost nothing: people mistype.</param>
/// <param name="First">The wait after the first failure beyond those; each further failure doubles it.</param>
/// <param name="Longest">It grows no further than this.</param>
/// <param name="Forgets">After so long without a failure all is forgotten.</param>
public sealed record GuessDelay(int Free, TimeSpan First, TimeSpan Longest, TimeSpan Forgets)
{
    /// <summary>For one account from one address: some hundred guesses a day at most, once it has grown.</summary>
    public static readonly GuessDelay Pair = new(3, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(24));

    /// <summary>For one account from all addresses together. Short, so that a stranger who guesses does not keep its owner out.</summary>
    public static readonly GuessDelay Account = new(20, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));

    /// <summary>For one address, behind which a whole town hall may sit.</summary>
    public static readonly GuessDelay Address = new(40, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    public TimeSpan After(int failures)
    {
        if (failures <= Free)
        {
            return TimeSpan.Zero;
        }

        // Doubled twenty times it is beyond any longest wait; more would overflow.
        var wait = First * (1 << Math.Min(failures - Free - 1, 20));
        return wait < Longest ? wait : Longest;
    }
}
