using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Chaos.Load;

namespace Bot.Chaos.Faults;

/// <summary>One event in a hundred makes its turn fail each time, until the fault is mended and the parked talks are replayed.</summary>
public sealed class PoisonEvents : Fault
{
    private const string Bitter = "drill-poison";

    public override string Name => "poison";

    public override string Promise => "1 % of residents write what makes a turn throw: the others' answers are as fast as before, the poisonous talks are parked after 5 attempts with one apology, and go on when they are replayed";

    public override Task<SiteOptions> Shape(SiteOptions options) => Task.FromResult(options with
    {
        BotSettings = settings => new Dictionary<string, string>(options.BotSettings(settings)) { ["Drill__Poison"] = Bitter },
    });

    public override async Task Strike(Drill drill)
    {
        var lasting = TimeSpan.FromSeconds(drill.IsShort ? 2 : 40);
        var before = DateTimeOffset.UtcNow;
        await Task.Delay(lasting);
        var usual = Latencies(drill, before, _ => true);

        var began = DateTimeOffset.UtcNow;
        drill.Crowd.Special = random => random.Next(drill.IsShort ? 3 : 14) == 0 ? [new("chat", "こんにちは", ""), new("poison", Bitter, ""), new("chat", "こんにちは", "")] : null;
        await Task.Delay(lasting);
        // In a short time nobody of the kind may have come.
        await Drill.Until(() => Task.FromResult(drill.Book.Conversations.Any(IsPoisoned)), TimeSpan.FromSeconds(15));
        drill.Crowd.Special = null;
        // Who has come still writes.
        await Task.Delay(TimeSpan.FromSeconds(1));
        bool IsPoisoned(Conversation talk) => talk.SaidSoFar().Any(s => s.Step == "poison");
        var beside = Latencies(drill, began, talk => !IsPoisoned(talk));
        await drill.Figure($"answers to others: {Words(usual)} before, {Words(beside)} beside the poison");
        // In a few seconds on a busy machine one in a hundred is two or three answers: then half of them must do.
        await drill.Expect(
            drill.IsShort ? beside.P50 <= usual.P50 * 3 + 200 : beside.P99 <= usual.P99 * 1.5 + 100, "others are answered about as fast as before");

        // Whoever was in the middle of such a talk goes on with it at the pace of the machine: so both sides are counted until they agree.
        List<Conversation> Poisoned() => [.. drill.Book.Conversations.Where(c => c.SaidSoFar().Any(s => s is { Step: "poison", Acked: > 0 }))];
        async Task<bool> Agree() => (await FaultSql.Parked(drill.Site.Admin)).Order().SequenceEqual(Poisoned().Select(c => c.Citizen).Order());
        var parked = await Drill.Until(async () =>
        {
            if (drill.IsShort)
            {
                await FaultSql.EndPauses(drill.Site.Admin);
            }

            return await Agree();
        }, TimeSpan.FromSeconds(60));
        await Task.Delay(1000);
        var poisoned = Poisoned();
        var share = (double)poisoned.Count / Math.Max(1, drill.Book.Conversations.Sum(c => c.SaidSoFar().Count(s => s.SentAt >= began)));
        await drill.Figure(FormattableString.Invariant($"{poisoned.Count} poisonous events ({share:P1}); {(await FaultSql.Parked(drill.Site.Admin)).Count} talks parked {parked?.TotalSeconds:0} s after the last"));
        await drill.Expect(poisoned.Count > 0 && await Agree(), "the poisonous talks are parked, and no other");
        await drill.Expect(
            await Drill.Until(() => Task.FromResult(poisoned.All(c => c.Told.Count > 0)), TimeSpan.FromSeconds(15)) is not null && poisoned.All(c => c.Told.Count == 1),
            "each of those residents got one apology");
        await Mend(drill);
    }

    private static async Task Mend(Drill drill)
    {
        foreach (var bot in drill.Bots)
        {
            await bot.Stop(TimeSpan.FromSeconds(25));
            bot.Start(new Dictionary<string, string> { ["Drill__Poison"] = "" });
            await bot.Ready(TimeSpan.FromSeconds(30));
        }

        foreach (var town in Site.Towns)
        {
            await drill.Site.Command("talks", "replay", town);
        }

        await drill.Expect((await FaultSql.Parked(drill.Site.Admin)).Count == 0, "replayed talks are no longer parked");
    }

    private static (double P50, double P99, int Count) Latencies(Drill drill, DateTimeOffset from, Func<Conversation, bool> of)
    {
        double[] took = [.. drill.Book.Conversations.Where(of).SelectMany(c => c.SaidSoFar()).Where(s => s.SentAt >= from && s.Effects.Count > 0)
            .Select(s => (s.Effects[0].At - s.SentAt).TotalMilliseconds).Order()];
        return took.Length == 0 ? default : (took[took.Length / 2], took[(int)(took.Length * 0.99)], took.Length);
    }

    private static string Words((double P50, double P99, int Count) of) => FormattableString.Invariant($"p50 {of.P50:0} ms, p99 {of.P99:0} ms of {of.Count}");
}
