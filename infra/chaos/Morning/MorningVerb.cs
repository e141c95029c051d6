using System.Collections.Concurrent;
using System.Globalization;
using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Chaos.Load;
using Bot.Simulator.Line;
using Dapper;
using Npgsql;

namespace Bot.Chaos.Morning;

/// <summary>
/// <c>morning</c>: the guardians of one school report at the hour at which all do; every third event comes twice, and processes may die.
/// 0 each report is on the sheet once · 1 one is not · 2 wrong words.
/// </summary>
internal static class MorningVerb
{
    internal static async Task<int> Run(string[] words, TextWriter output)
    {
        MorningOptions options;
        try
        {
            options = MorningOptions.Parse(words);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }

        await using var site = await Site.Build(options.Site);
        using var book = new Book(TimeProvider.System);
        site.Ledger.Heard = book.Hear;
        await site.StartBots();
        var town = site.Line.Town("hoshimi");
        List<Resident> guardians = [.. Enumerable.Range(0, options.Guardians).Select(n => town.Resident($"guardian-{n.ToString(CultureInfo.InvariantCulture)}"))];
        await SchoolRoll.Fill(site, town, guardians);

        using var stop = new CancellationTokenSource();
        var acks = new ConcurrentBag<TimeSpan>();
        using var postman = new Postman(() => [.. site.Bots.Where(b => b.IsRunning)], book) { Seen = d => { if (d.Status == 200) { acks.Add(d.Took); } } };
        using var browser = new Browser(() => [.. site.Bots.Where(b => b.IsRunning)]);
        var random = new Random(options.Seed);
        var deaths = Kill(site, options, stop.Token);
        var talks = guardians.Select((g, n) => (Talk: new GuardianTalk(g, book, postman, browser, new Random(options.Seed + n)), Begins: options.Length * random.NextDouble())).ToList();
        var received = await Task.WhenAll(talks.Select(async t =>
        {
            await Task.Delay(t.Begins);
            return await t.Talk.Run(stop.Token);
        }));
        await stop.CancelAsync();
        await deaths.ContinueWith(_ => { }, TaskScheduler.Default);

        await using var admin = new NpgsqlConnection(site.Admin);
        var kept = (await admin.QueryAsync<(Guid Child, int Reports)>("select child_id, count(*)::int from school_absence where state in ('sent', 'seen') group by child_id")).ToList();
        var whole = received.Count(r => r);
        var isSound = whole == options.Guardians && kept.Count == options.Guardians && kept.TrueForAll(k => k.Reports == 1);
        await output.WriteLineAsync(FormattableString.Invariant($"guardians    {options.Guardians} within {options.Length.TotalMinutes:0.#} min, {options.Kills} kills, {postman.Repeats} events delivered again though taken"));
        await output.WriteLineAsync($"acks         {Times(acks)}");
        await output.WriteLineAsync($"answers      {Times([.. talks.SelectMany(t => t.Talk.Waits)])}");
        await output.WriteLineAsync($"one report   {Times([.. talks.Select(t => t.Talk.Waits.Aggregate(TimeSpan.Zero, (sum, w) => sum + w))])} of waiting, all its answers together");
        await output.WriteLineAsync(FormattableString.Invariant($"on the sheet {kept.Count} children, {kept.Count(k => k.Reports > 1)} of them twice; {whole} guardians read that it was received"));
        return isSound ? 0 : 1;
    }

    private static async Task Kill(Site site, MorningOptions options, CancellationToken stop)
    {
        var random = new Random(options.Seed);
        for (var n = 0; n < options.Kills; n++)
        {
            await Task.Delay(options.Length / (options.Kills + 1), stop);
            var bot = site.Bots[random.Next(site.Bots.Count)];
            await bot.Kill();
            bot.Start();
        }
    }

    private static string Times(IReadOnlyCollection<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(t => t.TotalMilliseconds).Order()];
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
        return FormattableString.Invariant($"median {At(0.5):0} ms, p95 {At(0.95):0} ms, p99 {At(0.99):0} ms, slowest {At(1):0} ms ({sorted.Length})");
    }
}
