namespace Bot.Simulator.Line;

/// <summary>Reply tokens: used once, within a minute of the webhook, never later than 20 minutes after the event.</summary>
internal sealed class ReplyTokens(SimulatorClock clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Outer = TimeSpan.FromMinutes(20);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Issued> issued = new(StringComparer.Ordinal);

    public string Issue(Resident resident)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (issued.Count > 20_000) foreach (var old in issued.Where(t => now - t.Value.EventAt > Outer).Select(t => t.Key).ToArray()) issued.Remove(old);
            var token = Guid.NewGuid().ToString("N");
            issued[token] = new(resident, now, now, Used: false);
            return token;
        }
    }

    /// <summary>The webhook went out (again): the minute starts anew.</summary>
    public void Handed(string token)
    {
        lock (gate)
        {
            if (issued.TryGetValue(token, out var was)) issued[token] = was with { HandedAt = clock.GetUtcNow() };
        }
    }

    public Resident? Use(string token)
    {
        lock (gate)
        {
            if (!issued.TryGetValue(token, out var was) || was.Used) return null;
            var now = clock.GetUtcNow();
            if (now - was.HandedAt > Fresh || now - was.EventAt > Outer) return null;
            issued[token] = was with { Used = true };
            return was.Resident;
        }
    }

    private readonly record struct Issued(Resident Resident, DateTimeOffset EventAt, DateTimeOffset HandedAt, bool Used);
}
