using System.Diagnostics;
using System.Globalization;

namespace Bot.Chaos.Fuzz;

/// <summary>Puts body after body in. Each follows from the seed and its own number alone.</summary>
internal sealed class FuzzRun(IReadOnlyList<Scene> scenes, ulong seed)
{
    private readonly (LineTarget Line, StripeTarget Stripe, FormTarget Form)[] _targets =
        [.. scenes.Select(s => (new LineTarget(s), new StripeTarget(s), new FormTarget(s)))];

    private readonly long[] _outcomes = new long[9];
    private readonly long[] _times = new long[64];
    private long _slowest;

    /// <summary>How many were refused, kept and answered, of LINE's, Stripe's and the pages'.</summary>
    public IReadOnlyList<long> Outcomes => _outcomes;

    /// <summary>Tries one body.</summary>
    /// <returns>What went wrong; <c>null</c> when nothing did.</returns>
    public string? Try(long at, Action<byte[]>? tell = null)
    {
        var began = Stopwatch.GetTimestamp();
        var dice = Dice.For(seed, (ulong)at);
        var (line, stripe, form) = _targets[dice.Below(_targets.Length)];
        try
        {
            var kind = dice.Below(10) switch { < 6 => 0, < 8 => 1, _ => 2 };
            var outcome = kind switch { 0 => line.Try(dice, tell), 1 => stripe.Try(dice, tell), _ => form.Try(dice, tell) };
            Interlocked.Increment(ref _outcomes[kind * 3 + (int)outcome]);
            return null;
        }
        catch (Exception wrong)
        {
            return wrong is Simulation.Violation ? wrong.Message : tell is null ? $"{wrong.GetType().Name}: {wrong.Message}" : wrong.ToString();
        }
        finally
        {
            var took = Stopwatch.GetTimestamp() - began;
            Interlocked.Increment(ref _times[(int)Math.Log2(Math.Max(1, took))]);
            if (took > Volatile.Read(ref _slowest))
            {
                Volatile.Write(ref _slowest, took);
            }
        }
    }

    /// <summary>The time within which so large a part of the bodies was dealt with, rounded up to a power of two; and the slowest.</summary>
    public (TimeSpan Within, TimeSpan Slowest) Times(double part)
    {
        var (all, sum, at) = (_times.Sum(), 0L, 0);
        while (at < 63 && sum + _times[at] < all * part)
        {
            sum += _times[at++];
        }

        return (Stopwatch.GetElapsedTime(0, 1L << (at + 1)), Stopwatch.GetElapsedTime(0, _slowest));
    }

    public string Told() => string.Create(CultureInfo.InvariantCulture,
        $"LINE {_outcomes[0]} refused, {_outcomes[1]} kept, {_outcomes[2]} answered; Stripe {_outcomes[3]}, {_outcomes[4]}, {_outcomes[5]}; pages {_outcomes[6]}, {_outcomes[7]}, {_outcomes[8]}");
}
