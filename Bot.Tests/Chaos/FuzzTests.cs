using Bot.Chaos;
using Bot.Chaos.Fuzz;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>A short run of the hostile bodies; the long one is <c>scripts/chaos --fuzz</c>.</summary>
public sealed class FuzzTests
{
    private static readonly IReadOnlyList<Scene> Scenes = [.. DemoTown.All(DemoTown.Folder()).Select(t => new Scene(t))];

    [Test]
    public void Nothing_that_comes_in_breaks_anything()
    {
        var run = new FuzzRun(Scenes, 3);
        Enumerable.Range(0, 2000).Select(at => (At: at, Wrong: run.Try(at))).Where(t => t.Wrong is not null).ShouldBeEmpty();
        run.Outcomes.ShouldAllBe(count => count > 0);
    }

    [Test]
    public void A_body_follows_from_its_seed_and_number()
    {
        Bodies(0, 200).ShouldBe(Bodies(0, 200));
        Bodies(150, 1).ShouldBe(Bodies(0, 200).Skip(150).Take(1));
    }

    private static List<string> Bodies(int from, int count)
    {
        var (run, bodies) = (new FuzzRun(Scenes, 5), new List<string>());
        foreach (var at in Enumerable.Range(from, count))
        {
            run.Try(at, body => bodies.Add(Convert.ToHexString(body)));
        }

        return bodies;
    }
}
