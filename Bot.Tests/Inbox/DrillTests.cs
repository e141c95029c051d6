using System.Text;
using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Inbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

/// <summary>The fail point for drills: it strikes only what it names, and only in Development.</summary>
public sealed class DrillTests
{
    [Test]
    public async Task A_turn_that_hears_the_poison_fails_and_others_are_taken()
    {
        var turns = Poison.Taste((_, _, _, _) => Task.FromResult<IReadOnlyList<TurnOutcome>>([]), Settings(("Drill:Poison", "bitter")));

        (await turns(null!, new("hoshimi"), [Heard("sweet")], default)).ShouldBeEmpty();
        await Should.ThrowAsync<InvalidOperationException>(async () => await turns(null!, new("hoshimi"), [Heard("sweet"), Heard("bitter")], default));
    }

    [Test]
    public void Without_the_setting_nothing_stands_before_the_turns()
    {
        TakeTurns turns = (_, _, _, _) => Task.FromResult<IReadOnlyList<TurnOutcome>>([]);
        Poison.Taste(turns, Settings()).ShouldBeSameAs(turns);
    }

    [TestCase("Drill:Poison")]
    [TestCase("Drill:Deadly")]
    public void Outside_Development_a_drill_stops_the_start(string name)
    {
        var settings = Settings((name, "bitter"));
        var thrown = Should.Throw<InvalidOperationException>(() => HouseSettings.From(settings, new Environment("Production")));
        thrown.Message.ShouldContain($"{name.Replace(":", "__", StringComparison.Ordinal)} is for drills");
        Should.Throw<InvalidOperationException>(() => HouseSettings.From(settings, new Environment("Development"))).Message.ShouldNotContain("drills");
    }

    private static IConfigurationRoot Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();

    private static PendingTurns Heard(string words) => new(
        new CitizenId("U1"), new(0, null, null, false, null, null),
        [new("e1", new("U1"), "line", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(words), null, null)], AlarmDue: false);

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
    }
}
