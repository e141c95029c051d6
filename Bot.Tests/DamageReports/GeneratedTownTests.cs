using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>A town of 2,000 reports of which it is known which mean the same thing. Residents tap as the truth is; telephones miss the place by some metres.</summary>
public sealed class GeneratedTownTests
{
    private const int Reports = 2000;
    private const int Things = 1150;

    private static readonly string[] Kinds = ["pothole", "drain", "roadside", "fallen-tree", "street-lamp", "park", "leak", "dumping", "other"];

    [Test]
    public async Task Most_true_duplicates_are_joined_and_hardly_any_false_ones()
    {
        await using var rig = await DamageRig.New();
        var dice = new Random(2026);
        // Things crowd where people live, so that different ones lie near each other too.
        var things = Enumerable.Range(0, Things).Select(_ => (Kind: Kinds[dice.Next(Kinds.Length)], Point: Near(dice, DamageWorld.Honcho, 900))).ToList();
        var caseOf = new Dictionary<int, HashSet<Guid>>();
        var thingOf = new Dictionary<Guid, int>();
        var (duplicates, joined, wrong, asked) = (0, 0, 0, 0);
        for (var n = 0; n < Reports; n++)
        {
            // Some things are seen by many.
            var thing = dice.Next(4) == 0 ? dice.Next(40) : dice.Next(Things);
            // One in eight calls it something else, and half of those by another group: those cannot be found.
            var kind = dice.Next(8) == 0 ? Kinds[dice.Next(Kinds.Length)] : things[thing].Kind;
            var point = Near(dice, things[thing].Point, dice.Next(20) == 0 ? 60 : 14);
            var known = caseOf.GetValueOrDefault(thing);
            duplicates += known is null ? 0 : 1;
            var near = await rig.Near(kind, point, n);
            asked += near.Count > 0 ? 1 : 0;
            near.Count.ShouldBeLessThanOrEqualTo(5);
            // The truth as far as the resident can see it; one in a hundred takes the nearest for their own by mistake.
            var same = near.FirstOrDefault(c => thingOf[c.Id] == thing) ?? (near.Count > 0 && dice.Next(100) == 0 ? near[0] : null);
            var id = await rig.Reported(kind, point, n, same is null ? "none" : $"{same.Id:n}");
            if (same is null)
            {
                thingOf[id] = thing;
                (caseOf.TryGetValue(thing, out var cases) ? cases : caseOf[thing] = []).Add(id);
            }
            else
            {
                (joined, wrong) = thingOf[same.Id] == thing ? (joined + 1, wrong) : (joined, wrong + 1);
            }
        }

        var (share, mistaken) = (100.0 * joined / duplicates, 100.0 * wrong / Math.Max(1, joined + wrong));
        TestContext.Out.WriteLine($"{duplicates} true duplicates of {Reports}, {joined} joined ({share:0.0} %), {wrong} joined wrongly ({mistaken:0.00} %), {asked} asked, {thingOf.Count} cases");
        duplicates.ShouldBeGreaterThan(500);
        share.ShouldBeGreaterThanOrEqualTo(40);
        mistaken.ShouldBeLessThan(2);
        (await rig.Store.Peek<long>("select count(*) from damage_case")).ShouldBe([thingOf.Count]);
        (await rig.Store.Peek<long>("select sum(reporters) from damage_case")).ShouldBe([Reports]);
    }

    /// <summary>Anywhere within so many metres, more often near the middle.</summary>
    private static GeoPoint Near(Random dice, GeoPoint centre, double metres)
    {
        var (way, far) = (dice.NextDouble() * 2 * Math.PI, dice.NextDouble() * metres);
        return new GeoPoint(
            centre.Latitude + far * Math.Cos(way) / 111_195,
            centre.Longitude + far * Math.Sin(way) / 111_195 / Math.Cos(centre.Latitude * Math.PI / 180));
    }
}
