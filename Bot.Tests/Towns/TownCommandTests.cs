using Bot.Api.Hosting;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

public sealed class TownCommandTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Test]
    public async Task Lint_of_all_is_content_with_the_demo_region() =>
        (await Run(DemoFolder.Real, Today, "lint", "all")).ShouldBe((0, "✓ 3つのフォルダー: 誤りはありません。\n"));

    [Test]
    public async Task Lint_lists_the_faults_of_the_town_that_was_asked_for_and_counts_the_others()
    {
        using var folder = DemoFolder.Copy();
        folder.Change("hoshimi/areas.csv", "えきまえ,", "駅前,");
        var (code, said) = await Run(folder.Path, Today, "lint", "hoshimi");
        code.ShouldBe(1);
        said.ShouldStartWith("✗ hoshimi/areas.csv 3行目「kana」");
        (await Run(folder.Path, Today, "lint", "kawabe")).ShouldBe((0, "✓ kawabe: 誤りはありません。ほかのフォルダーに誤りが1件あります。\n"));
    }

    [Test]
    public async Task Lint_warns_when_the_holidays_run_out() =>
        (await Run(DemoFolder.Real, new DateOnly(2028, 8, 1), "lint", "all")).Said.ShouldContain("△ holidays-jp.csv は 2028-12-31 までです");

    [Test]
    public async Task List_shows_each_folder() => (await Run(DemoFolder.Real, Today, "list")).Said.Split('\n').Length.ShouldBe(4);

    [TestCase("lint", "nowhere")]
    [TestCase("lint")]
    [TestCase("dance")]
    public async Task What_cannot_be_understood_is_an_error(params string[] words) => (await Run(DemoFolder.Real, Today, words)).Code.ShouldBe(2);

    private static async Task<(int Code, string Said)> Run(string folder, DateOnly today, params string[] words)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["TownsFolder"] = folder }).Build();
        await using var output = new StringWriter { NewLine = "\n" };
        return (await TownCommand.Run(words, settings, output, new FixedClock(today), default), output.ToString());
    }

    private sealed class FixedClock(DateOnly today) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(today, TimeOnly.MinValue, TimeSpan.Zero);
    }
}
