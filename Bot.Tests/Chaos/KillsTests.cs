using Bot.Chaos.Kills;
using Bot.Tests.House;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>The short form of <c>scripts/chaos</c>: real processes, a real database, 40 kills.</summary>
internal sealed class KillsTests
{
    [Test]
    [CancelAfter(600_000)]
    public async Task Forty_kills_lose_nothing_and_double_nothing()
    {
        TestDatabase.SkipWithoutPrograms();
        var folder = Directory.CreateTempSubdirectory("linebot-kills-").FullName;
        var options = new KillOptions(new(BotDll, Sources.Root, folder), Kills: 40, Seed: 20261127)
        {
            Rate = 120,
            Watch = 40,
            Round = TimeSpan.FromMilliseconds(500),
        };
        var (report, violations) = await KillRun.Run(options, TestContext.Progress.WriteLineAsync);
        await TestContext.Out.WriteLineAsync(report.ToString());
        violations.Select(v => $"{v.Promise}: {v.What}\n{string.Join('\n', v.Conversation?.History() ?? [])}").ShouldBeEmpty(report.ToString());
        // A round that fells the server and a bot counts two, where the bot had just come to its own end.
        report.Kills.ShouldBeGreaterThanOrEqualTo(40);
        report.Acked.ShouldBeGreaterThan(500);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Built together with the tests, in the same configuration.</summary>
    private static string BotDll { get; } = Path.Combine(
        Sources.Root, "Bot.Api", "bin", Path.GetRelativePath(Path.Combine(Sources.Root, "Bot.Tests", "bin"), AppContext.BaseDirectory), "Bot.Api.dll");
}
