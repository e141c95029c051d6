namespace Bot.Simulator;

/// <summary>The simulator's time: that of its base clock, moved by an offset which tests and the control page can change.</summary>
public sealed class SimulatorClock(TimeProvider clock) : TimeProvider
{
    private long offset;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref offset));
        set => Interlocked.Exchange(ref offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

    internal long Millis => GetUtcNow().ToUnixTimeMilliseconds();

    internal long Seconds => GetUtcNow().ToUnixTimeSeconds();
}
