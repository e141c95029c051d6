using System.Globalization;

namespace Bot.Chaos.Fuzz;

/// <summary>Whether memory grows: the managed heap after a full collection, and what the process holds altogether.</summary>
internal sealed class Memory
{
    /// <summary>The heap may breathe so much.</summary>
    private const long MostGrowth = 20 << 20;

    private readonly List<(long Heap, long Resident)> _samples = [];

    public void Sample()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        _samples.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }

    /// <summary>Against the highest of the first fifth, in which pools of buffers are filled.</summary>
    public bool Grows => _samples.Count >= 10 && _samples[^1].Heap - Warm.Heap > MostGrowth;

    private (long Heap, long Resident) Warm => _samples.Take(Math.Max(1, _samples.Count / 5)).MaxBy(s => s.Heap);

    public string Told() => string.Create(CultureInfo.InvariantCulture,
        $"heap {Mebi(Warm.Heap)} -> {Mebi(_samples[^1].Heap)} MiB, resident {Mebi(Warm.Resident)} -> {Mebi(_samples[^1].Resident)} MiB (highest {Mebi(_samples.Max(s => s.Resident))})");

    private static string Mebi(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
