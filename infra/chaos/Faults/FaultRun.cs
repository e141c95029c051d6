using System.Diagnostics;
using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Chaos.Load;

namespace Bot.Chaos.Faults;

/// <summary>What came of one fault, or of several on one site.</summary>
/// <param name="Skipped">Why it was not run; null when it was.</param>
public sealed record FaultReport(
    string Name, string? Skipped, IReadOnlyList<string> Figures, IReadOnlyList<string> Faults, IReadOnlyCollection<Violation> Violations)
{
    public bool Holds => Faults.Count == 0 && Violations.Count == 0;
}

/// <summary>Runs faults under load on a site of their own, one after the other, and compares in the end what was acked with what took effect.</summary>
public static class FaultRun
{
    private static readonly TimeSpan Talks = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(100);

    /// <param name="faults">Ends with them disposed of.</param>
    /// <param name="progress">Given a line now and then.</param>
    public static async Task<FaultReport> Run(SiteOptions options, IReadOnlyList<Fault> faults, int seed, double rate, bool isShort, Func<string, Task> progress)
    {
        var name = string.Join(", ", faults.Select(f => f.Name));
        try
        {
            if (faults.Select(f => f.Missing).FirstOrDefault(m => m is not null) is { } missing)
            {
                return new(name, $"this machine lacks {missing}", [], [], []);
            }

            foreach (var fault in faults)
            {
                options = await fault.Shape(options);
            }

            return await Run(name, options, faults, seed, rate, isShort, progress);
        }
        catch (FaultNotPossibleException not)
        {
            return new(name, not.Message, [], [], []);
        }
        finally
        {
            foreach (var fault in faults)
            {
                await fault.DisposeAsync();
            }
        }
    }

    private static async Task<FaultReport> Run(
        string name, SiteOptions options, IReadOnlyList<Fault> faults, int seed, double rate, bool isShort, Func<string, Task> progress)
    {
        var since = DateTimeOffset.UtcNow.AddMinutes(-1);
        await using var site = await Site.Build(options);
        using var book = new Book(TimeProvider.System);
        book.WriteTo(Path.Combine(options.Folder, "ledger.log"));
        var serving = await faults[0].Start(site);
        var meter = new Meter();
        await using var crowd = new Crowd(site, book, seed, rate) { Serving = serving };
        crowd.Postman.Seen = meter.See;
        var drill = new Drill(site, book, crowd, meter, isShort, progress);
        crowd.Open();
        await Drill.Until(() => Task.FromResult(book.AnswersHeard > (isShort ? 50 : 500)), TimeSpan.FromSeconds(30));
        foreach (var fault in faults)
        {
            await progress($"{fault.Name}: {fault.Promise}");
            await fault.Strike(drill);
            meter.Forget();
            site.Ledger.Clear();
        }

        // Those who were held up would need minutes to finish; cut off, their talks count as far as they went.
        await crowd.Close(Talks);
        var waited = Stopwatch.StartNew();
        for (var quiet = 0; quiet < 3 && waited.Elapsed < Rest;)
        {
            await Task.Delay(200);
            quiet = (await LedgerSql.Waits(site.Admin, CancellationToken.None)).Nothing ? quiet + 1 : 0;
        }

        var checker = new Checker(book);
        checker.Check(await Records.Read(site.Admin, since, CancellationToken.None));
        await drill.Figure(FormattableString.Invariant(
            $"{book.Acked} events acked, {book.AnswersHeard} answered, {book.Money.Count(m => m.Kind == "session")} checkout pages, {book.Money.Count(m => m.Kind == "refund")} refunds; {book.SecondCopies} second copies and {checker.GivenUp} remarks given up after their token ran out; {book.Violations.Count} violations"));
        return new(name, null, drill.Figures, drill.Faults, book.Violations);
    }
}
