using Bot.Chaos;
using Bot.Chaos.Simulation;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>Talks in bad weather, and cores and pipelines with one thing wrong that must be found in them.</summary>
public sealed class SimulationTests
{
    private const int Enough = 1500;

    private static readonly IReadOnlyList<(DemoTown Town, IReadOnlyList<Release> Releases)> Towns = [.. DemoTown.All(DemoTown.Folder()).Select(t => (t, Release.Of(t, 24)))];

    private static TalkRun Play(ulong talk, Func<Release, ICore>? core = null, Habits? habits = null)
    {
        var (town, releases) = Towns[(int)(talk % (ulong)Towns.Count)];
        return new SimulatedTalk(talk, town, core is null ? releases : [.. releases.Select(r => r with { Core = core(r) })], habits).Play();
    }

    private static TalkRun? Found(Func<Release, ICore>? core = null, Habits? habits = null) =>
        Enumerable.Range(1, Enough).Select(i => Play((ulong)i, core, habits)).FirstOrDefault(r => r.Failure is not null);

    [Test]
    public void Talks_hold_in_any_weather()
    {
        var runs = Enumerable.Range(1, 250).Select(i => Play(SimulateCommand.SeedOf(7, (ulong)i))).ToList();
        runs.Where(r => r.Failure is not null).ShouldBeEmpty();
        runs.Sum(r => r.Submissions).ShouldBeGreaterThan(10);
        runs.Sum(r => r.Crashes).ShouldBeGreaterThan(100);
    }

    [Test]
    public void The_same_seed_gives_the_same_talk() =>
        Enumerable.Range(1, 40).Select(i => Play((ulong)i)).ShouldBe(Enumerable.Range(1, 40).Select(i => Play((ulong)i)));

    [Test]
    public void Both_demo_towns_talk_and_their_releases_differ()
    {
        Towns.Select(t => t.Town.Profile.Id.Value).ShouldBe(["hoshimi", "kawabe"]);
        Towns[0].Releases.Select(r => r.Forms.Values.Sum(f => f.Questions.Count)).Distinct().Count().ShouldBeGreaterThan(4);
    }

    [TestCaseSource(nameof(Names))]
    public void A_core_with_one_thing_wrong_is_found(string wrong)
    {
        var (core, said) = SpoiledCore.All[wrong];
        Found(core).ShouldNotBeNull().Failure.ShouldNotBeNull().ShouldMatch(said);
    }

    [Test]
    public void A_pipeline_that_forgets_what_it_has_heard_is_found() => Found(habits: new Habits { ForgetsIds = true }).ShouldNotBeNull().Failure.ShouldNotBeNull().ShouldContain("taken");

    [Test]
    public void A_pipeline_that_writes_effects_apart_from_the_state_is_found() => Found(habits: new Habits { WritesApart = true }).ShouldNotBeNull().Failure.ShouldNotBeNull().ShouldContain("taken");

    [Test]
    public void A_pipeline_whose_keys_do_not_name_their_cause_is_found() => Found(habits: new Habits { KeysByPart = true }).ShouldNotBeNull().Failure.ShouldNotBeNull().ShouldContain("taken");

    private static IEnumerable<string> Names() => SpoiledCore.All.Keys;
}
