using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Rules that never count are found before they are saved.</summary>
public sealed class RoutingCheckTests
{
    private static readonly RouteTarget Water = new RouteTarget.Department("water");

    [Test]
    public void The_demo_towns_have_no_line_in_vain()
    {
        RoutingCheck.Rules(DamageWorld.Plan).ShouldBeEmpty();
        RoutingCheck.Rules(DamageWorld.PlanOfKawabe).ShouldBeEmpty();
    }

    [Test]
    public void A_line_below_a_wider_one_is_unreachable_and_the_wider_one_is_named()
    {
        Found(Rule(2, kind: "leak"), Rule(3, kind: "leak", area: "kogen")).ShouldBe([new RuleFinding(3, RuleTrouble.Unreachable, 2)]);
        Found(Rule(2, group: "water"), Rule(3, kind: "leak", owner: RoadOwner.State)).ShouldBe([new RuleFinding(3, RuleTrouble.Unreachable, 2)]);
        Found(Rule(2), Rule(3, kind: "leak")).ShouldBe([new RuleFinding(3, RuleTrouble.Unreachable, 2)]);
        Found(Rule(2, kind: "leak", area: "kogen"), Rule(3, kind: "leak")).ShouldBeEmpty();
        Found(Rule(2, owner: RoadOwner.State), Rule(3, owner: RoadOwner.Prefecture)).ShouldBeEmpty();
    }

    [Test]
    public void Lines_that_together_take_each_kind_of_a_group_take_the_group()
    {
        var lamps = DamageWorld.Plan.Kinds.Where(k => k.Group == "light").Select((k, n) => Rule(n + 2, kind: k.Code)).ToList();
        Found([.. lamps, Rule(50, group: "light")]).ShouldBe([new RuleFinding(50, RuleTrouble.Unreachable, 2)]);
        var roads = DamageWorld.Plan.Kinds.Where(k => k.Group == "road").Skip(1).Select((k, n) => Rule(n + 2, kind: k.Code)).ToList();
        Found([.. roads, Rule(50, group: "road")]).ShouldBeEmpty("one kind is left to it");
    }

    [Test]
    public void A_kind_beside_another_group_and_targets_that_are_not_there_are_named()
    {
        Found(Rule(2, kind: "leak", group: "road")).ShouldBe([new RuleFinding(2, RuleTrouble.NoKind)]);
        Found(Rule(2, kind: "leak", target: new RouteTarget.Outside("nobody"))).ShouldBe([new RuleFinding(2, RuleTrouble.NoTarget)]);
        Found(Rule(2, kind: "leak", target: new RouteTarget.OtherTown(new TownId("nowhere")))).ShouldBe([new RuleFinding(2, RuleTrouble.NoTarget)]);
    }

    [Test]
    public void Kinds_that_end_where_the_console_knows_no_department_are_listed()
    {
        string[] all = [.. DamageWorld.Plan.Groups.Select(g => g.Department ?? ""), .. DamageWorld.Plan.Kinds.Select(k => k.Department ?? ""), .. DamageWorld.Plan.Rules.Select(r => r.Target).OfType<RouteTarget.Department>().Select(d => d.Code)];
        RoutingCheck.Lost(DamageWorld.Plan, all).ShouldBeEmpty();
        RoutingCheck.Lost(DamageWorld.Plan, [.. all.Where(d => d != "water")]).ShouldBe([new LostKind("leak", "water", 2)]);
        RoutingCheck.Lost(DamageWorld.Plan, [.. all.Where(d => d != "agriculture")]).ShouldBe([new LostKind("wildlife", "agriculture", null)]);
    }

    /// <summary>Held against the routing itself: whatever the rules, no place is ever sent by a line that was called unreachable.</summary>
    [Test]
    public void What_is_called_unreachable_never_counts_anywhere()
    {
        var random = new Random(20261127);
        var plan = DamageWorld.Plan;
        var points = Enumerable.Range(0, 40).Select(_ => new GeoPoint(36.70 + (random.NextDouble() * 0.12), 138.27 + (random.NextDouble() * 0.12))).Append(DamageWorld.Route918).ToList();
        var (called, counted) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var rules = Enumerable.Range(2, 6).Select(line => Rule(
                line, Maybe(plan.Kinds.Select(k => k.Code)), random.Next(4) == 0 ? plan.Groups[random.Next(plan.Groups.Count)].Code : null, Maybe(plan.Areas.Select(a => a.Code)),
                random.Next(3) == 0 ? (RoadOwner)random.Next(3) : null)).ToList();
            var town = plan with { Rules = [.. rules] };
            var dead = RoutingCheck.Rules(town).Where(f => f.Trouble is RuleTrouble.Unreachable or RuleTrouble.NoKind).Select(f => $"{f.Line}").ToHashSet(StringComparer.Ordinal);
            called += dead.Count;
            foreach (var kind in town.Kinds)
            {
                foreach (var point in points)
                {
                    if (Routing.Find(town, kind, point)?.Why.FirstOrDefault(w => w.Step == RouteStep.Rule) is { } by)
                    {
                        counted++;
                        dead.ShouldNotContain(by.Of);
                    }
                }
            }
        }

        called.ShouldBeGreaterThan(20);
        counted.ShouldBeGreaterThan(1000);

        string? Maybe(IEnumerable<string> codes) => random.Next(2) == 0 ? codes.ElementAt(random.Next(codes.Count())) : null;
    }

    private static Items<RuleFinding> Found(params RoutingRule[] rules) => RoutingCheck.Rules(DamageWorld.Plan with { Rules = [.. rules] });

    private static RoutingRule Rule(int line, string? kind = null, string? group = null, string? area = null, RoadOwner? owner = null, RouteTarget? target = null) =>
        new(line, kind, group, area, owner, target ?? Water);
}
