using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Accepted retry keys of one channel, remembered for 24 hours.</summary>
internal sealed class RetryKeys(SimulatorClock clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Accepted> accepted = [];

    /// <summary>Runs <paramref name="send"/> unless the key was accepted before; two calls with one key never both send. Null when <paramref name="full"/>.</summary>
    public (Accepted? Result, bool Repeated) Once(Guid? key, string requestId, Func<bool> full, Func<JsonArray?> send)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (key is { } known && accepted.TryGetValue(known, out var before) && now - before.At < TimeSpan.FromHours(24)) return (before, true);
            if (full()) return (null, false);
            var result = new Accepted(requestId, now, send());
            if (key is { } fresh) accepted[fresh] = result;
            return (result, false);
        }
    }

    public sealed record Accepted(string RequestId, DateTimeOffset At, JsonArray? SentMessages);
}
