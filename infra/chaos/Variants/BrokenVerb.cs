using System.Diagnostics;
using Bot.Chaos.Ground;
using Bot.Chaos.Kills;

namespace Bot.Chaos.Variants;

/// <summary>
/// <c>broken [NAME]</c>: builds each broken variant, kills it under load, and shows what was found. 0 all were caught · 1 one was not ·
/// 2 wrong words.
/// </summary>
internal static class BrokenVerb
{
    private const int MostKills = 60;

    internal static async Task<int> Run(string[] words, TextWriter output)
    {
        var (root, name, from, seed) = (Directory.GetCurrentDirectory(), (string?)null, "", 1);
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--root": root = words[++i]; break;
                case "--bot": i++; break;
                case "--seed": seed = int.Parse(words[++i], System.Globalization.CultureInfo.InvariantCulture); break;
                case "--from": from = words[++i]; break;
                default: name = words[i]; break;
            }
        }

        var variants = Variant.All(root).Where(v => name is null || v.Name.Contains(name, StringComparison.Ordinal)).Where(v => string.CompareOrdinal(v.Name, from) >= 0).ToList();
        if (variants.Count == 0)
        {
            await Console.Error.WriteLineAsync($"no variant is called {name}");
            return 2;
        }

        // Not below the repository: its own tests would find copies of its sources there.
        var folder = Path.Combine(Path.GetTempPath(), $"linebot-broken-{Environment.UserName}");
        var (tree, missed) = (new SpoiledTree(root, folder), 0);
        await tree.BuildSound();
        foreach (var variant in variants)
        {
            var clock = Stopwatch.StartNew();
            var site = new SiteOptions(await tree.Build(variant), root, Path.Combine(folder, variant.Name));
            clock.Restart();
            // Mistakes that show only in the end show after a short while; so everything comes to rest often.
            var options = new KillOptions(site, MostKills, seed) { Mix = variant.Mix, Point = variant.Point, Watch = 20 };
            var (report, violations) = await KillRun.Run(options, _ => Task.CompletedTask);
            missed += violations.Count == 0 ? 1 : 0;
            await output.WriteLineAsync(violations.Count == 0
                ? FormattableString.Invariant($"{variant.Name,-34} NOT CAUGHT in {report.Kills} kills")
                : FormattableString.Invariant($"{variant.Name,-34} caught after {report.Kills,2} kills, {clock.Elapsed.TotalSeconds,4:0} s  {violations.First().Promise}: {violations.First().What}"));
        }

        return missed == 0 ? 0 : 1;
    }
}
