using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bot.Chaos.Fuzz;

/// <summary>
/// <c>fuzz [--bodies N] [--from N] [--seed S] [--threads T]</c> in process, with <c>--http --bot DLL --root FOLDER</c> against a bot that is started for it; <c>fuzz --replay SEED:NUMBER</c> one body again. 0 when nothing broke.
/// </summary>
internal static class FuzzCommand
{
    private const long Chunk = 100_000;
    private const int MostShown = 20;

    public static async Task<int> Run(IReadOnlyList<string> args)
    {
        var seed = ulong.Parse(Value(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        var first = long.Parse(Value(args, "--from") ?? "0", CultureInfo.InvariantCulture);
        var bodies = long.TryParse(Value(args, "--bodies"), CultureInfo.InvariantCulture, out var asked) ? asked : 1_000_000;
        if (args.Contains("--http", StringComparer.Ordinal))
        {
            return await HttpFuzz.Run(Value(args, "--bot")!, Value(args, "--root")!, seed, first, bodies);
        }

        var scenes = DemoTown.All(DemoTown.Folder()).Select(t => new Scene(t)).ToList();
        if (Value(args, "--replay")?.Split(':') is [var of, var at])
        {
            return Replay(new FuzzRun(scenes, ulong.Parse(of, CultureInfo.InvariantCulture)), long.Parse(at, CultureInfo.InvariantCulture));
        }

        var threads = int.Parse(Value(args, "--threads") ?? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return InProcess(new FuzzRun(scenes, seed), seed, first, first + bodies, threads);
    }

    private static int InProcess(FuzzRun run, ulong seed, long first, long end, int threads)
    {
        var (memory, clock, failures) = (new Memory(), Stopwatch.StartNew(), 0);
        for (var from = first; from < end && failures < MostShown; from += Chunk)
        {
            Parallel.For(from, Math.Min(end, from + Chunk), new ParallelOptions { MaxDegreeOfParallelism = threads }, (at, loop) =>
            {
                if (run.Try(at) is { } wrong)
                {
                    Console.WriteLine($"{seed}:{at.ToString(CultureInfo.InvariantCulture)} {wrong}");
                    if (Interlocked.Increment(ref failures) >= MostShown)
                    {
                        loop.Stop();
                    }
                }
            });
            memory.Sample();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(end, from + Chunk)} bodies, {clock.Elapsed.TotalSeconds:0} s, {memory.Told()}"));
        }

        var (within, slowest) = run.Times(0.999);
        var done = run.Outcomes.Sum() + failures;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {done} bodies, {failures} failed; {run.Told()}; {clock.Elapsed.TotalSeconds:0} s, {done / clock.Elapsed.TotalSeconds:0}/s; 99.9 % within {within.TotalMilliseconds:0.0} ms, slowest {slowest.TotalMilliseconds:0} ms; {memory.Told()}"));
        return failures == 0 && !memory.Grows ? 0 : 1;
    }

    private static int Replay(FuzzRun run, long at)
    {
        var wrong = run.Try(at, body => Console.WriteLine(Encoding.UTF8.GetString(body)));
        Console.WriteLine(wrong ?? "nothing broke");
        return wrong is null ? 0 : 1;
    }

    private static string? Value(IReadOnlyList<string> args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
}
