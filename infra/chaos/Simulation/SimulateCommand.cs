using System.Diagnostics;
using System.Globalization;

namespace Bot.Chaos.Simulation;

/// <summary><c>simulate [--talks N] [--from N] [--seed S] [--threads T] | simulate --replay SEED</c>: talks through the pure core in bad weather. 0 when all held.</summary>
internal static class SimulateCommand
{
    private const int Releases = 24;

    public static int Run(IReadOnlyList<string> args)
    {
        var towns = DemoTown.All(DemoTown.Folder());
        var releases = towns.Select(t => Release.Of(t, Releases)).ToList();
        if (Value(args, "--replay") is { } talk)
        {
            var run = Play(talk, Console.WriteLine);
            Console.WriteLine(Line(run));
            return run.Failure is null ? 0 : 1;
        }

        var (seed, talks, threads) = (Value(args, "--seed") ?? 1, (long)(Value(args, "--talks") ?? 10_000), (int)(Value(args, "--threads") ?? (ulong)Environment.ProcessorCount));
        var first = (long)(Value(args, "--from") ?? 0);
        var (sum, clock, gate) = (new Sum(), Stopwatch.StartNew(), new Lock());
        Parallel.For(first, first + talks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new Sum(), (at, loop, own) =>
        {
            var run = Play(SeedOf(seed, (ulong)at), null);
            own.Add(run);
            if (run.Failure is not null)
            {
                lock (gate)
                {
                    Console.WriteLine(Line(run));
                    if (++sum.Shown >= 20)
                    {
                        loop.Stop();
                    }
                }
            }

            return own;
        }, own =>
        {
            lock (gate)
            {
                sum.Add(own);
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {sum.Talks} talks, {sum.Turns} turns, {sum.Submissions} submissions, {sum.Crashes} crashes, {sum.Failures} failed; trace {sum.Trace:x16}; {clock.Elapsed.TotalSeconds:0.0} s, {sum.Talks / clock.Elapsed.TotalSeconds:0} talks/s"));
        return sum.Failures == 0 ? 0 : 1;

        TalkRun Play(ulong talk, Action<string>? tell) =>
            new SimulatedTalk(talk, towns[(int)(talk % (ulong)towns.Count)], releases[(int)(talk % (ulong)towns.Count)], tell: tell).Play();
    }

    /// <summary>The seed of one talk of a run; it alone is enough to play the talk again.</summary>
    internal static ulong SeedOf(ulong seed, ulong talk) => Dice.For(seed, talk).Next();

    private static string Line(TalkRun run) => string.Create(CultureInfo.InvariantCulture, $"talk {run.Seed}: {run.Failure ?? "held"} ({run.Turns} turns, trace {run.Trace:x16})");

    private static ulong? Value(IReadOnlyList<string> args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault() is { } value
        ? ulong.Parse(value, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The fingerprints of talks are added, so that their order does not matter.</summary>
    private sealed class Sum
    {
        public long Talks { get; private set; }

        public long Turns { get; private set; }

        public long Submissions { get; private set; }

        public long Crashes { get; private set; }

        public long Failures { get; private set; }

        public ulong Trace { get; private set; }

        public int Shown { get; set; }

        public void Add(TalkRun run)
        {
            (Talks, Turns, Submissions, Crashes) = (Talks + 1, Turns + run.Turns, Submissions + run.Submissions, Crashes + run.Crashes);
            (Failures, Trace) = (Failures + (run.Failure is null ? 0 : 1), unchecked(Trace + run.Trace));
        }

        public void Add(Sum other)
        {
            (Talks, Turns, Submissions, Crashes) = (Talks + other.Talks, Turns + other.Turns, Submissions + other.Submissions, Crashes + other.Crashes);
            (Failures, Trace) = (Failures + other.Failures, unchecked(Trace + other.Trace));
        }
    }
}
