using System.Globalization;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary><c>fault</c>: the special faults from the command line. 0 all held · 1 something did not; its folder is kept · 2 wrong words.</summary>
internal static class FaultsVerb
{
    internal static readonly IReadOnlyList<string> Names =
        ["postgres-frozen", "postgres-down", "frozen-worker", "full-disk", "cut-wires", "wrong-clocks", "poison", "rolling-restarts", "pgbouncer"];

    internal static async Task<int> Run(string[] words, TextWriter output)
    {
        var (bot, root, folder, name, old, seed, rate, isShort) = ("", Directory.GetCurrentDirectory(), "", "", "", 1, 120, false);
        for (var i = 0; i < words.Length; i++)
        {
            string Value() => ++i < words.Length ? words[i] : "";
            switch (words[i])
            {
                case "--bot": bot = Value(); break;
                case "--root": root = Value(); break;
                case "--folder": folder = Value(); break;
                case "--old": old = Value(); break;
                case "--seed": seed = int.Parse(Value(), CultureInfo.InvariantCulture); break;
                case "--rate": rate = int.Parse(Value(), CultureInfo.InvariantCulture); break;
                case "--short": isShort = true; break;
                case var word: name = word; break;
            }
        }

        if (bot.Length == 0 || (name != "all" && !Names.Contains(name)))
        {
            await Console.Error.WriteLineAsync($"faults: all, {string.Join(", ", Names)}");
            return 2;
        }

        var failed = 0;
        foreach (var one in name == "all" ? Names : [name])
        {
            var place = folder.Length > 0 ? folder : Path.Combine(root, ".data", "chaos", $"fault-{one}");
            var report = await FaultRun.Run(new SiteOptions(bot, root, place), [Make(one, seed, root, old)], seed, rate, isShort, output.WriteLineAsync);
            failed += await Tell(report, place, output) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    private static Fault Make(string name, int seed, string root, string old) => name switch
    {
        "postgres-frozen" => new PostgresAway(isFrozen: true),
        "postgres-down" => new PostgresAway(isFrozen: false),
        "frozen-worker" => new FrozenWorker(),
        "full-disk" => new FullDisk(),
        "cut-wires" => new CutWires(seed),
        "wrong-clocks" => new WrongClocks(),
        "poison" => new PoisonEvents(),
        "rolling-restarts" => new RollingRestarts(old is "none" ? null : () => Build(root, old)),
        "pgbouncer" => new ThroughPgBouncer(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static async Task<string> Build(string root, string old)
    {
        var reference = old.Length > 0 ? old : await OldBuild.Ref(root, CancellationToken.None);
        var folder = Path.Combine(root, ".data", "chaos", "old");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return (await OldBuild.Make(root, reference, folder, CancellationToken.None)).Program;
    }

    private static async Task<bool> Tell(FaultReport report, string folder, TextWriter output)
    {
        if (report.Skipped is { } why)
        {
            await output.WriteLineAsync($"{report.Name}: not run, {why}");
            return true;
        }

        foreach (var violation in report.Violations.Take(10))
        {
            await output.WriteLineAsync($"  {violation.Promise}: {violation.What}");
            foreach (var line in violation.Conversation?.History().TakeLast(25) ?? [])
            {
                await output.WriteLineAsync("    " + line);
            }
        }

        await output.WriteLineAsync(report.Holds ? $"{report.Name}: held" : $"{report.Name}: BROKEN, logs in {folder}");
        return report.Holds;
    }
}
