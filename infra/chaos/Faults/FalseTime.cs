using System.Globalization;

namespace Bot.Chaos.Faults;

/// <summary>
/// A wrong clock for one process, by libfaketime. Its monotonic clock is shifted with it: left true, timers would fire at once.
/// </summary>
public static class FalseTime
{
    /// <summary>Where the library is, or null when it is not on this machine.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>Settings that make a process run by another clock.</summary>
    /// <param name="shift">How far its clock is ahead, or behind when negative; whole seconds.</param>
    public static IReadOnlyDictionary<string, string> Settings(TimeSpan shift) => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("libfaketime is not on this machine"),
        ["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"{(shift < TimeSpan.Zero ? '-' : '+')}{Math.Abs((long)shift.TotalSeconds)}s"),
    };
}
