using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary>The wires to LINE and to Stripe break: answers end half-way, connections fall silent or are refused, what was asked never arrives.</summary>
public sealed class CutWires(int seed) : Fault
{
    private static readonly WireHabits Bad = new(Refused: 0.1, Cut: 0.35, Silent: 0.08, Deaf: 0.07, Late: 0.15, LongestCut: 12_000, LatestBy: TimeSpan.FromMilliseconds(300));

    private readonly List<ChaosProxy> _wires = [];

    public override string Name => "cut-wires";

    public override string Promise => "wires to LINE and Stripe cut half-way through answers, silent or refused: by retry key, reply token and idempotency key nothing is lost or done twice";

    public override Task<SiteOptions> Shape(SiteOptions options) => Task.FromResult(options with
    {
        BotSettings = settings =>
        {
            var mine = new Dictionary<string, string>(options.BotSettings(settings));
            foreach (var name in (string[])["Line__ApiBaseUrl", "Line__DataApiBaseUrl", "Stripe__ApiBaseUrl"])
            {
                var to = new Uri(mine.GetValueOrDefault(name) ?? settings[name]);
                var wire = ChaosProxy.Start(to.Port, seed + _wires.Count);
                _wires.Add(wire);
                mine[name] = new UriBuilder(to) { Port = wire.Port }.Uri.ToString();
            }

            return mine;
        },
    });

    public override async Task Strike(Drill drill)
    {
        var heard = drill.Book.AnswersHeard;
        foreach (var wire in _wires)
        {
            wire.Habits = Bad;
            // Those that have long been open meet their lot too.
            wire.Break();
        }

        await Task.Delay(TimeSpan.FromSeconds(drill.IsShort ? 4 : 60));
        var meanwhile = drill.Book.AnswersHeard - heard;
        foreach (var wire in _wires)
        {
            wire.Habits = WireHabits.Sound;
            wire.Break();
        }

        foreach (var (name, wire) in ((string[])["LINE", "LINE's content", "Stripe"]).Zip(_wires))
        {
            if (wire.Struck.Count > 0)
            {
                await drill.Figure($"connections to {name}: {string.Join(", ", wire.Struck.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => FormattableString.Invariant($"{s.Value} {s.Key.ToLowerInvariant()}")))}");
            }
        }

        await drill.Figure(FormattableString.Invariant($"{meanwhile} answers arrived all the same"));
        await drill.Expect(meanwhile > 0, "answers went on arriving");
        await drill.Expect(drill.Bots.All(b => b.IsRunning), "no process ended");
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var wire in _wires)
        {
            await wire.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
