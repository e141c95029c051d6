using System.Diagnostics;
using Bot.Chaos.Kills;
using Bot.Chaos.Variants;
using Bot.Infrastructure.Postgres;
using Bot.Tests.House;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>The broken variants are of use only as long as they can be made from the product as it is.</summary>
internal sealed class VariantTests
{
    [Test]
    public void There_are_enough_of_them() => Variant.All(Sources.Root).Count.ShouldBeGreaterThanOrEqualTo(10);

    [TestCaseSource(nameof(Names))]
    public async Task Each_still_applies(string name)
    {
        var variant = Variant.All(Sources.Root).Single(v => v.Name == name);
        variant.What.ShouldNotBeEmpty();
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--check", variant.Patch]) { WorkingDirectory = Sources.Root, RedirectStandardError = true, UseShellExecute = false })!;
        var trouble = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.ShouldBe(0, trouble);
    }

    [Test]
    public void Every_point_at_which_processes_are_killed_stands_in_the_product()
    {
        var product = string.Concat(Sources.All.Where(f => f.Contains("/Bot.Infrastructure/", StringComparison.Ordinal) || f.Contains("/Bot.Api/", StringComparison.Ordinal)).Select(File.ReadAllText));
        KillPlan.Points.Select(p => p.Name).Where(name => !product.Contains($"Reach(\"{name}\")", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Test]
    public void The_same_seed_plans_the_same_kills()
    {
        static List<Kill> Plan(int seed) => [.. new KillPlan(new KillOptions(new("", "", ""), 0, seed)).Rounds().Take(200)];
        Plan(7).ShouldBe(Plan(7));
        Plan(7).ShouldNotBe(Plan(8));
    }

    [TestCase("before-commit")]
    [TestCase("before-commit:0")]
    [TestCase(":1")]
    [TestCase("a:b")]
    public void A_point_that_is_not_named_well_stops_the_start(string setting) => Should.Throw<FormatException>(() => FailPoints.Dying(setting));

    private static IEnumerable<string> Names() => Variant.All(Sources.Root).Select(v => v.Name);
}
