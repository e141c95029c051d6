namespace Bot.Chaos.Faults;

/// <summary>Even numbers from a seed and a count (SplitMix64): neighbouring counts have nothing to do with each other.</summary>
internal struct Dice(int seed, int number)
{
    private ulong _state = ((ulong)(uint)seed << 32) | (uint)number;

    /// <returns>0 or more, less than 1.</returns>
    internal double Next()
    {
        unchecked
        {
            _state += 0x9E37_79B9_7F4A_7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
