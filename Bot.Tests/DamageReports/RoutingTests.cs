using System.Diagnostics;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class RoutingTests
{
    private static DamagePlan Plan => DamageWorld.Plan;

    private static Route Find(string kind, GeoPoint? point, DamagePlan? plan = null) =>
        Routing.Find(plan ?? Plan, (plan ?? Plan).Kind(kind).ShouldNotBeNull(), point).ShouldNotBeNull();

    [Test]
    public void A_pothole_in_town_goes_to_the_departments_group()
    {
        var route = Find("pothole", DamageWorld.Honcho);
        route.Target.ShouldBe(new RouteTarget.Department("construction"));
        route.Why.ShouldBe([new RouteReason(RouteStep.InTown, "hoshimi"), new RouteReason(RouteStep.OfGroup, "road")]);
    }

    [Test]
    public void On_the_national_road_it_is_the_states_and_the_line_is_named()
    {
        var route = Find("pothole", DamageWorld.Route918);
        route.Target.ShouldBe(new RouteTarget.Outside("route-918"));
        route.Owner.ShouldBe(RoadOwner.State);
        route.Why.ShouldBe([new RouteReason(RouteStep.InTown, "hoshimi"), new RouteReason(RouteStep.OnRoad, "route-918"), new RouteReason(RouteStep.Rule, "5")]);
        Find("leak", DamageWorld.Route918).Target.ShouldBe(new RouteTarget.Department("water"), "a line above counts first");
    }

    [Test]
    public void A_district_has_its_own_department_but_not_in_its_hole()
    {
        Find("park", new GeoPoint(36.7860, 138.3500)).Target.ShouldBe(new RouteTarget.Department("tourism"));
        Find("fallen-tree", new GeoPoint(36.7860, 138.3500)).Target.ShouldBe(new RouteTarget.Department("tourism"));
        Find("fallen-tree", new GeoPoint(36.7890, 138.3590)).Target.ShouldBe(new RouteTarget.Department("construction"));
    }

    [Test]
    public void What_lies_in_the_neighbour_town_is_the_neighbours()
    {
        Find("pothole", DamageWorld.Yakubamae).Target.ShouldBe(new RouteTarget.OtherTown(DamageWorld.Kawabe));
        Find("pothole", DamageWorld.Honcho, DamageWorld.PlanOfKawabe).Target.ShouldBe(new RouteTarget.OtherTown(DamageWorld.Hoshimi));
    }

    [Test]
    public void In_the_sea_or_far_away_there_is_nobody()
    {
        Routing.Find(Plan, Plan.Kinds[0], DamageWorld.Sea).ShouldBeNull();
        Routing.Find(Plan, Plan.Kinds[0], new GeoPoint(35.68, 139.76)).ShouldBeNull();
    }

    [Test]
    public void Without_a_border_any_place_but_a_neighbours_is_the_towns_own()
    {
        var plan = Plan with { Areas = [] };
        Find("pothole", DamageWorld.Sea, plan).Why[0].ShouldBe(new RouteReason(RouteStep.NoBorder));
        Find("pothole", DamageWorld.Yakubamae, plan).Target.ShouldBe(new RouteTarget.OtherTown(DamageWorld.Kawabe));
        Find("pothole", null).Why[0].ShouldBe(new RouteReason(RouteStep.NoPlace));
    }

    [Test]
    public void A_place_on_the_common_border_belongs_to_exactly_one_town_and_both_agree_which()
    {
        GeoPoint[] border = [new(36.7480, 138.3850), new(36.7470, 138.3620), new(36.7420, 138.3440), new(36.7150, 138.3400), new(36.7020, 138.3350), new(36.6980, 138.3280)];
        for (var at = 0; at < border.Length - 1; at++)
        {
            for (var step = 1; step < 500; step++)
            {
                var place = new GeoPoint(
                    border[at].Latitude + step / 500.0 * (border[at + 1].Latitude - border[at].Latitude),
                    border[at].Longitude + step / 500.0 * (border[at + 1].Longitude - border[at].Longitude));
                var (here, there) = (Routing.Where(Plan, place), Routing.Where(DamageWorld.PlanOfKawabe, place));
                (here.ShouldNotBeNull().Step == RouteStep.InTown).ShouldBe(there.ShouldNotBeNull().Step == RouteStep.InNeighbour, place.ToString());
            }
        }
    }

    [Test]
    public void A_thousand_pins_of_generated_towns_go_where_a_naive_reading_of_the_rules_says()
    {
        var dice = new Random(42);
        var (pins, targets) = (0, new HashSet<string>(StringComparer.Ordinal));
        for (var town = 0; town < 20; town++)
        {
            var made = MadeUpTown.Of(dice);
            for (var pin = 0; pin < 100; pin++, pins++)
            {
                var kind = made.Plan.Kinds[dice.Next(made.Plan.Kinds.Count)];
                // On a grid of which many points are corners and edges of the areas, so that those are tried too.
                var point = MadeUpTown.At(dice.Next(-2, 24), dice.Next(-2, 24));
                var route = Routing.Find(made.Plan, kind, point);
                (route?.Target.Text ?? "nobody").ShouldBe(made.Naive(kind, point), $"{kind.Code} at {point}");
                targets.Add(route?.Target.Text.Split(':')[0] ?? "nobody");
            }
        }

        pins.ShouldBe(2000);
        targets.ShouldBe(["department", "town", "office", "nobody"], ignoreOrder: true);
    }

    [Test]
    public void A_pin_takes_far_less_than_a_millisecond()
    {
        var dice = new Random(1);
        var pins = Enumerable.Range(0, 20_000).Select(_ => new GeoPoint(36.66 + dice.NextDouble() * 0.16, 138.28 + dice.NextDouble() * 0.11)).ToList();
        foreach (var pin in pins.Take(2000))
        {
            Routing.Find(Plan, Plan.Kinds[0], pin);
        }

        var watch = Stopwatch.StartNew();
        foreach (var pin in pins)
        {
            Routing.Find(Plan, Plan.Kinds[0], pin);
        }

        (watch.Elapsed.TotalMilliseconds / pins.Count).ShouldBeLessThan(1);
        TestContext.Out.WriteLine($"{watch.Elapsed.TotalMicroseconds / pins.Count:0.0} µs a pin");
    }
}
