using System.Diagnostics;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary>One process after the other is replaced under load, the release before and this one side by side.</summary>
/// <param name="old">What builds the older release; called once. Null: the build under test replaces itself.</param>
public sealed class RollingRestarts(Func<Task<string>>? old) : Fault
{
    private string? _old;

    public override string Name => "rolling-restarts";

    public override string Promise => "processes are replaced one after the other under load, old and new side by side: no answer but 200, and 503 for less than a second while draining; no lease is left to run out";

    public override async Task<SiteOptions> Shape(SiteOptions options)
    {
        _old = old is null ? null : await old();
        return options;
    }

    public override async Task Strike(Drill drill)
    {
        var rounds = drill.IsShort ? 2 : 40;
        var (began, from) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var (oldest, slowest, clean) = (0.0, TimeSpan.Zero, 0);
        var draining = new List<(string Bot, long From)>();
        var serving = drill.Bots.ToList();
        for (var round = 0; round < rounds; round++)
        {
            // Two rounds each, so that old stands beside old, old beside new, new beside new.
            var fresh = drill.Site.NewBot($"roll{round}", dll: round / 2 % 2 == 0 ? _old : null);
            fresh.Start();
            await drill.Expect(await fresh.Ready(TimeSpan.FromSeconds(60)), $"{fresh.Name} becomes ready");
            drill.Site.PointStripeAt(fresh);
            serving.Add(fresh);
            drill.Crowd.Serving = [.. serving];
            await Task.Delay(drill.IsShort ? 300 : 1500);

            var leaving = serving[0];
            draining.Add((leaving.Name, Stopwatch.GetTimestamp()));
            // It is told first; whoever leads traffic learns of it by the health check, within a tenth of a second or so.
            var (watch, ended) = (Stopwatch.StartNew(), leaving.Stop(TimeSpan.FromSeconds(25)));
            while (!ended.IsCompleted && await leaving.IsReady())
            {
                await Task.Delay(100);
            }

            serving.RemoveAt(0);
            drill.Crowd.Serving = [.. serving];
            clean += await ended ? 1 : 0;
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            await Task.Delay(300);
            var (_, outbox) = await FaultSql.Oldest(drill.Site.Admin);
            oldest = Math.Max(oldest, outbox);
            if (round % 10 == 9)
            {
                await drill.Say(FormattableString.Invariant($"  {round + 1}/{rounds} replaced"));
            }
        }

        await Tell(drill, began, from, rounds, draining, (oldest, slowest, clean));
    }

    private async Task Tell(
        Drill drill, DateTimeOffset began, long from, int rounds, List<(string Bot, long From)> draining, (double Oldest, TimeSpan Slowest, int Clean) seen)
    {
        var answers = drill.Meter.Between(from, Stopwatch.GetTimestamp());
        var others = answers.All.Where(d => d.Status != 200).ToList();
        var late = others.Count(d => !draining.Any(r => r.Bot == d.Bot && d.Began >= r.From - Stopwatch.Frequency / 100 && d.Began < r.From + Stopwatch.Frequency));
        var again = await FaultSql.TriedAgain(drill.Site.Admin, began);
        await drill.Figure(FormattableString.Invariant($"{rounds} replaced ({(_old is null ? "by the same build" : "old and new in turn")}): {answers}"));
        await drill.Figure(FormattableString.Invariant(
            $"slowest to leave {seen.Slowest.TotalSeconds:0.0} s; oldest row waiting after a leave {seen.Oldest:0.0} s; {again} rows tried more than once; {others.Count - late} of {others.Count} not answered 200 within a second of its process being told to go"));
        // A machine that is busy with other tests is late with some, in answering (503, come again) or in its beats: how late is for the long form to say.
        var few = drill.IsShort ? answers.Count / 20 : 0;
        await drill.Expect(others.Count(d => d.Status is not (503 or -1)) <= few, "nothing but 200, 503 and connections that were not taken");
        await drill.Expect(drill.IsShort || late == 0, "no 503 but in the second after a process was told to go");
        await drill.Expect(answers.With(200) > answers.Count / 2, "most are kept while processes come and go");
        await drill.Expect(seen.Clean == rounds, "every process that was told to go went by itself");
        await drill.Expect(seen.Oldest < 10 && again <= few / 5, "no lease is left to run out");
    }
}
