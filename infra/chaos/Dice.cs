namespace Bot.Chaos;

/// <summary>Chance that repeats: the same seed throws the same numbers on every machine (splitmix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of their own for one part of a run, so that each part can be repeated alone.</summary>
    public static Dice For(ulong seed, ulong part) => new(Mix(unchecked(seed * 0x9E3779B97F4A7C15 + Mix(part))));

    public ulong Next() => Mix(_state = unchecked(_state + 0x9E3779B97F4A7C15));

    /// <summary>From 0 to below <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>From one number to another, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>Once in so many throws.</summary>
    public bool Once(int inSoMany) => Below(inSoMany) == 0;

    public T Among<T>(IReadOnlyList<T> things) => things[Below(things.Count)];

    public T Of<T>(params ReadOnlySpan<T> things) => things[Below(things.Length)];

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
