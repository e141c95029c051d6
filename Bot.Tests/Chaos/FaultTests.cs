using Bot.Chaos.Faults;
using Bot.Chaos.Ground;
using Bot.Tests.House;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>The special faults in seconds: real processes, residents who write, and the checker afterwards. <c>scripts/chaos --fault all</c> takes minutes for each.</summary>
[Category("chaos")]
public sealed class FaultTests
{
    private readonly List<string> _said = [];

    [Test]
    public Task A_database_that_is_away_a_frozen_process_cut_wires_and_poison_cost_nothing() => Holds(
        new PostgresAway(isFrozen: true), new PostgresAway(isFrozen: false), new FrozenWorker(), new CutWires(seed: 5), new PoisonEvents());

    [Test]
    public Task Wrong_clocks_and_rolling_restarts_cost_nothing() => Holds(new WrongClocks(), new RollingRestarts(old: null));

    [Test]
    public Task All_works_through_PgBouncer_in_transaction_mode() => Holds(new ThroughPgBouncer());

    [Test]
    public Task A_full_disk_costs_nothing() => Holds(new FullDisk());

    private async Task Holds(params Fault[] faults)
    {
        TestDatabase.SkipWithoutPrograms();
        var folder = Path.Combine(Path.GetTempPath(), $"linebot-faults-{Guid.NewGuid():n}"[..24]);
        var report = await FaultRun.Run(new SiteOptions(Bot(), Sources.Root, folder), faults, seed: 1, rate: 60, isShort: true, Say);
        if (report.Skipped is { } why)
        {
            Assert.Ignore(why);
        }

        report.Holds.ShouldBeTrue($"logs in {folder}\n{string.Join('\n', _said)}\n{string.Join('\n', report.Violations.Select(v => $"{v.Promise}: {v.What}"))}");
        Directory.Delete(folder, recursive: true);
    }

    private Task Say(string line)
    {
        _said.Add(line);
        return TestContext.Progress.WriteLineAsync(line);
    }

    /// <summary>The program as it was built for these tests.</summary>
    private static string Bot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(Sources.Root, "Bot.Api", "bin", here.Parent!.Name, here.Name, "Bot.Api.dll");
    }
}
