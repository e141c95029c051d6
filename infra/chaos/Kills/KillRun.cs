using System.Diagnostics;
using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Chaos.Load;

namespace Bot.Chaos.Kills;

/// <summary>Kills under load, and compares what was acked with what took effect. The same for the command line, for CI and for broken variants.</summary>
public static class KillRun
{
    private static readonly TimeSpan Talks = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(100);

    /// <summary>Runs to the end or to the first violation.</summary>
    /// <param name="progress">Given a line now and then.</param>
    /// <returns>The report, and what was found.</returns>
    public static async Task<(RunReport Report, IReadOnlyCollection<Violation> Violations)> Run(KillOptions options, Func<string, Task> progress)
    {
        var (clock, report) = (Stopwatch.StartNew(), new RunReport());
        await using var site = await Site.Build(options.Site);
        using var book = new Book(TimeProvider.System);
        await site.StartBots();
        await using var crowd = new Crowd(site, book, options.Seed, options.Rate);
        await using var keeper = new Keeper(site);
        var checker = new Checker(book);
        using var rounds = new KillPlan(options).Rounds().GetEnumerator();
        while (report.Kills < options.Kills && book.Violations.Count == 0)
        {
            var since = DateTimeOffset.UtcNow.AddMinutes(-1);
            book.WriteTo(Path.Combine(options.Site.Folder, "ledger.log"));
            var loaded = Stopwatch.StartNew();
            crowd.Open();
            for (var end = Math.Min(report.Kills + options.Watch, options.Kills); report.Kills < end && book.Violations.Count == 0;)
            {
                rounds.MoveNext();
                await Round(rounds.Current, site, keeper, book, report);
                site.Ledger.Clear();
                if (report.Kills % 10 == 0 || rounds.Current.Round % 10 == 0)
                {
                    await progress(Line(options, report, book, crowd, clock));
                }
            }

            report.Loaded += loaded.Elapsed;
            keeper.Disarm();
            if (book.Violations.Count == 0)
            {
                await Compare(site, book, crowd, checker, since);
            }

            report.Watches++;
            Sum(report, book, crowd, checker, clock);
            if (book.Violations.Count == 0)
            {
                crowd.Forget();
            }
        }

        return (report, book.Violations);
    }

    private static async Task Round(Kill kill, Site site, Keeper keeper, Book book, RunReport report)
    {
        await Task.Delay(kill.Wait);
        if (keeper.TryDeath(out var death))
        {
            // A life has ended at its point meanwhile; that was this round.
            report.Died(Fated(death, book));
            Arm(kill, keeper);
            return;
        }

        Arm(kill, keeper);
        switch (kill.Victim)
        {
            case Victim.Backend:
                report.Died(site.Postgres.KillOneBackend(new Random(kill.Round)) ? "backend" : "backend (none)");
                break;
            case Victim.Postgres:
                await site.Postgres.Kill();
                await site.Postgres.Up();
                report.Died("postgres");
                break;
            case Victim.Frozen:
                var sleeper = site.Bots[await Ripe(kill.Bot, site)];
                sleeper.Freeze();
                await Task.Delay(TimeSpan.FromSeconds(6));
                sleeper.Thaw();
                report.Died("frozen");
                break;
            case Victim.Both:
                var server = site.Postgres.Kill();
                await KillBot(kill.Bot, site, keeper, book, report, patience: TimeSpan.Zero);
                await server;
                await site.Postgres.Up();
                report.Died("both");
                break;
            default:
                report.Died(await KillBot(await Ripe(kill.Bot, site), site, keeper, book, report, patience: TimeSpan.FromMilliseconds(600)));
                break;
        }

        site.PointStripeAt(site.Bots[kill.Round % site.Bots.Count]);
    }

    /// <param name="patience">One that is to end at a point may still come to it for so long.</param>
    /// <returns>Where it died.</returns>
    private static async Task<string> KillBot(int number, Site site, Keeper keeper, Book book, RunReport report, TimeSpan patience)
    {
        var (bot, point) = (site.Bots[number], keeper.PointOf(number));
        var life = bot.Now!;
        if (point is not null)
        {
            await Task.WhenAny(life.Ended, Task.Delay(patience));
        }

        // One that has just died may be the next life already, which nobody is to kill.
        var byItself = life.Ended.IsCompleted;
        if (!byItself)
        {
            Signals.Kill(life.Pid);
            await life.Ended;
        }

        while (true)
        {
            if (!keeper.TryDeath(out var death))
            {
                await Task.Delay(1);
            }
            else if (death.Bot == number && death.Life == life.Number)
            {
                return byItself ? Fated(death, book) : "app";
            }
            else
            {
                report.Died(Fated(death, book));
            }
        }
    }

    /// <summary>A death that we did not bring about at this moment: at its point, or it is a fault.</summary>
    private static string Fated(Death death, Book book)
    {
        if (death.Point is null)
        {
            book.Found(new(Promise.NothingLeft, "a process of the bot ended though nobody killed it", null));
        }

        return death.Point?.Split(':')[0] ?? "by itself";
    }

    private static void Arm(Kill kill, Keeper keeper)
    {
        if (kill.Point is { } point)
        {
            keeper.Arm(point);
        }
    }

    /// <summary>A bot that works is a better victim than one that is just starting; another is taken when the planned one is not ready.</summary>
    private static async Task<int> Ripe(int planned, Site site)
    {
        // Not for ever: one that does not come up at all must not hold up the run.
        for (var end = Stopwatch.GetTimestamp() + 15 * Stopwatch.Frequency; Stopwatch.GetTimestamp() < end;)
        {
            for (var i = 0; i < site.Bots.Count; i++)
            {
                var number = (planned + i) % site.Bots.Count;
                if (await site.Bots[number].IsReady())
                {
                    return number;
                }
            }

            await Task.Delay(25);
        }

        return planned;
    }

    private static async Task Compare(Site site, Book book, Crowd crowd, Checker checker, DateTimeOffset since)
    {
        await crowd.Close(Talks);
        if (!await ComesToRest(site, Rest))
        {
            // What lost its process six times in a row is tried again after minutes: the pause is no loss, and need not be sat out.
            await LedgerSql.EndPauses(site.Admin, CancellationToken.None);
            await ComesToRest(site, Rest);
        }

        checker.Check(await Records.Read(site.Admin, since, CancellationToken.None));
    }

    private static async Task<bool> ComesToRest(Site site, TimeSpan patience)
    {
        var (waited, quiet) = (Stopwatch.StartNew(), 0);
        while (quiet < 3 && waited.Elapsed < patience)
        {
            await Task.Delay(200);
            quiet = (await LedgerSql.Waits(site.Admin, CancellationToken.None)).Nothing ? quiet + 1 : 0;
        }

        return quiet == 3;
    }

    private static void Sum(RunReport report, Book book, Crowd crowd, Checker checker, Stopwatch clock)
    {
        (report.Sent, report.Acked, report.Answers) = (book.Sent, book.Acked, book.AnswersHeard);
        (report.Repeats, report.Refused) = (crowd.Postman.Repeats, crowd.Postman.Refused);
        (report.SecondCopies, report.GivenUp, report.Violations) = (book.SecondCopies, checker.GivenUp, book.Violations.Count);
        report.Sessions += book.Money.Count(m => m.Kind == "session");
        report.Refunds += book.Money.Count(m => m.Kind == "refund");
        report.Whole = clock.Elapsed;
    }

    private static string Line(KillOptions options, RunReport report, Book book, Crowd crowd, Stopwatch clock) => FormattableString.Invariant(
        $"{report.Kills,5}/{options.Kills} kills  {clock.Elapsed.TotalSeconds,5:0} s  {book.Acked,7} acked  {book.AnswersHeard,7} answered  {crowd.Talking,4} talking  {crowd.Postman.Refused,6} refused  {book.Violations.Count} violations");
}
