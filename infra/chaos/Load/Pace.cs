using System.Diagnostics;

namespace Bot.Chaos.Load;

/// <summary>How many events a second all residents together write, at most.</summary>
public sealed class Pace(double eventsPerSecond)
{
    private readonly Lock _lock = new();
    private long _next = Stopwatch.GetTimestamp();

    /// <summary>Waits for the next place.</summary>
    /// <returns>False when it was stopped first.</returns>
    public async Task<bool> Enter(CancellationToken stop)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            // What was not used is not saved up for longer than a tenth of a second.
            _next = Math.Max(_next + (long)(Stopwatch.Frequency / eventsPerSecond), now - Stopwatch.Frequency / 10);
            wait = _next > now ? Stopwatch.GetElapsedTime(now, _next) : TimeSpan.Zero;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !stop.IsCancellationRequested;
    }
}
