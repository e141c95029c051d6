namespace Bot.Simulator.Line;

/// <summary>Stateless channel access tokens: 900 seconds, as many as one likes; the token names the channel.</summary>
internal sealed class ChannelTokens(SimulatorClock clock)
{
    public const int Seconds = 900;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (LineTown Town, DateTimeOffset Until)> live = new(StringComparer.Ordinal);

    public string Issue(LineTown town)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var old in live.Where(t => t.Value.Until <= now).Select(t => t.Key).ToArray()) live.Remove(old);
            var token = Wire.Secret(96);
            live[token] = (town, now.AddSeconds(Seconds));
            return token;
        }
    }

    public LineTown? Find(string token)
    {
        lock (gate) { return live.TryGetValue(token, out var found) && found.Until > clock.GetUtcNow() ? found.Town : null; }
    }

    /// <summary>Makes every token worthless at once, as when a channel secret is reissued.</summary>
    public void Forget()
    {
        lock (gate) { live.Clear(); }
    }
}
