using System.Diagnostics;
using System.Globalization;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Fuzz;

/// <summary>Starts the bot with its database and the stand-ins and puts hostile bodies in over HTTP.</summary>
internal static class HttpFuzz
{
    private const int AtOnce = 16;

    /// <summary>All comes from one address and with one key, and none of it is to be turned away unread.</summary>
    private static readonly Dictionary<string, string> Unhurried = new() { ["Open311__CallsPerMinute"] = "100000000", ["Open311__WritesPerMinute"] = "100000000" };

    /// <param name="bot">The built <c>Bot.Api.dll</c>.</param>
    public static async Task<int> Run(string bot, string root, ulong seed, long first, long bodies)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        await using var site = await Site.Build(new SiteOptions(bot, root, folder) { Bots = 1, BotSettings = _ => Unhurried });
        await site.StartBots();
        var key = await Open311KeySql.Open(site.Admin, CancellationToken.None);
        using var run = new HttpRun(site, seed, key);
        var (clock, failures, before) = (Stopwatch.StartNew(), 0, 0L);
        await Parallel.ForAsync(first, first + bodies, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, stop) =>
        {
            if (await run.Try(at, stop) is { } wrong)
            {
                Interlocked.Increment(ref failures);
                Console.WriteLine($"{seed}:{at.ToString(CultureInfo.InvariantCulture)} {wrong}");
            }

            if (at == first + bodies / 10)
            {
                before = Resident(site.Bots[0].Pid);
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {bodies} requests, {failures} failed; {run.Told()}; {clock.Elapsed.TotalSeconds:0} s, {bodies / clock.Elapsed.TotalSeconds:0}/s; the bot's memory {before >> 20} -> {Resident(site.Bots[0].Pid) >> 20} MiB; logs in {folder}"));
        return failures == 0 && site.Bots[0].IsRunning ? 0 : 1;
    }

    private static long Resident(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }
}
