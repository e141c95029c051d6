using System.Globalization;

namespace Bot.Chaos.Fuzz;

/// <summary>Whether memory grows: the managed heap after a full collection, and what the process holds altogether.</summary>
internal sealed class Memory
{
    /// <summary>The heap may breathe so much between the first samples and the last.</summary>
    private const long MostGrowth = 20 << 20;

    private readonly List<(long Heap, long Resident)> _samples = [];

    public void Sample()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        _samples.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }

    /// <summary>From the second sample on; the first holds what was being warmed up.</summary>
    public bool Grows => _samples.Count > 2 && _samples[^1].Heap - _samples[1].Heap > MostGrowth;

    public string Told() => string.Create(CultureInfo.InvariantCulture,
        $"heap {Mebi(_samples[Math.Min(1, _samples.Count - 1)].Heap)} -> {Mebi(_samples[^1].Heap)} MiB, resident {Mebi(_samples[Math.Min(1, _samples.Count - 1)].Resident)} -> {Mebi(_samples[^1].Resident)} MiB (highest {Mebi(_samples.Max(s => s.Resident))})");

    private static string Mebi(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
