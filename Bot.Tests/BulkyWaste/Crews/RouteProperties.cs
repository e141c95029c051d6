using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>What holds for the order of any day: stops in a few areas, some exactly known, some not at all.</summary>
public sealed class RouteProperties
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(40);

    private static Arbitrary<RouteStop[]> Days { get; } = Arb.From(
        Gen.ArrayOf(from area in Gen.Choose(0, 7)
                    from known in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Constant(1)), (2, Gen.Constant(2)))
                    from north in Gen.Choose(0, 200)
                    from east in Gen.Choose(0, 200)
                    from number in Gen.Choose(0, 1_000_000)
                    select new RouteStop(
                        NamedGuid.From($"{number}", $"{area}/{north}/{east}"),
                        $"hoshimi/{area}",
                        area,
                        $"R{number:0000000}",
                        known switch
                        {
                            0 => null,
                            1 => new GeoPoint(36.7 + (area * 0.01), 138.3 + (area % 3 * 0.02)),
                            _ => new GeoPoint(36.7 + (north * 0.0005), 138.3 + (east * 0.0005)),
                        })).Select(stops => stops.DistinctBy(s => s.Id).ToArray()),
        stops => stops.Select((_, i) => stops.Where((_, j) => j != i).ToArray()));

    [Test]
    public void Every_stop_is_driven_to_once() => Prop.ForAll(Days, stops =>
        RouteOrder.Of(stops).Select(s => s.Id).Order().SequenceEqual(stops.Select(s => s.Id).Order())).Check(Often);

    [Test]
    public void The_same_stops_give_the_same_order_however_they_come() => Prop.ForAll(Days, stops =>
        RouteOrder.Of(stops) == RouteOrder.Of(stops.Reverse()) && RouteOrder.Of(stops) == RouteOrder.Of(RouteOrder.Of(stops).OrderBy(s => s.Receipt[^1]))).Check(Often);

    [Test]
    public void Turning_stretches_round_never_makes_the_way_longer() => Prop.ForAll(Days, stops =>
        RouteOrder.Length(RouteOrder.Of(stops)) <= RouteOrder.Length(RouteOrder.Nearest(RouteStop.Sorted(stops).Where(s => s.Point is not null)))).Check(Often);

    [Test]
    public void What_comes_new_moves_nobody_else() => Prop.ForAll(Days, Days, (kept, fresh) =>
    {
        var order = RouteOrder.Of(kept).Select(s => s.Id).ToList();
        var after = RouteOrder.Renew(order, kept.Concat(fresh).DistinctBy(s => s.Id));
        return after.Select(s => s.Id).Where(order.Contains).SequenceEqual(order)
            && after.Count == kept.Concat(fresh).DistinctBy(s => s.Id).Count();
    }).Check(Often);

    [Test]
    public void What_is_gone_leaves_the_others_in_their_order() => Prop.ForAll(Days, stops =>
    {
        var order = RouteOrder.Of(stops);
        var left = order.Where((_, at) => at % 3 != 1).ToList();
        return RouteOrder.Renew(order.Select(s => s.Id), left).SequenceEqual(left);
    }).Check(Often);

    [Test]
    public void What_comes_new_stands_where_the_way_grows_least() => Prop.ForAll(Days, stops =>
    {
        var known = stops.Where(s => s.Point is not null).ToArray();
        if (known.Length < 3)
        {
            return true;
        }

        var fresh = known[0];
        var kept = RouteOrder.Of(known.Skip(1)).ToList();
        var length = RouteOrder.Length(RouteOrder.Renew(kept.Select(s => s.Id), known));
        return Enumerable.Range(0, kept.Count + 1).All(at => RouteOrder.Length(kept.Take(at).Append(fresh).Concat(kept.Skip(at))) >= length);
    }).Check(Often);

    [Test]
    public void A_move_up_and_down_again_changes_nothing() => Prop.ForAll(Days, stops =>
    {
        var order = RouteOrder.Of(stops);
        return order.Skip(1).All(s => RouteOrder.Move(RouteOrder.Move(order, s.Id, -1), s.Id, 1) == order)
            && RouteOrder.Move(order, Guid.NewGuid(), 1) == order
            && (order.Count == 0 || RouteOrder.Move(order, order[0].Id, -1) == order);
    }).Check(Often);

    [Test]
    public void A_place_that_nobody_knows_stands_behind_the_others_of_its_area()
    {
        RouteStop Stop(int area, string receipt, GeoPoint? point) => new(NamedGuid.From(receipt, "stop"), $"hoshimi/{area}", area, receipt, point);
        var route = RouteOrder.Of([
            Stop(2, "R4", new(36.72, 138.3)), Stop(0, "R1", new(36.70, 138.3)), Stop(1, "R2", new(36.71, 138.3)), Stop(1, "R3", null), Stop(9, "R5", null),
        ]);
        string.Join(' ', route.Select(s => s.Receipt)).ShouldBe("R1 R2 R3 R4 R5");
    }

    [Test]
    public void A_day_of_three_hundred_stops_is_ordered_while_one_waits()
    {
        var stops = Enumerable.Range(0, 300).Select(i => new RouteStop(
            NamedGuid.From("many", $"{i}"), $"hoshimi/{i % 12}", i % 12, $"R{i:000}", new GeoPoint(36.7 + (i * 7919 % 300 * 0.0004), 138.3 + (i * 104729 % 300 * 0.0004)))).ToList();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        RouteOrder.Of(stops).Count.ShouldBe(300);
        watch.ElapsedMilliseconds.ShouldBeLessThan(3000);
        TestContext.Out.WriteLine($"300 stops in {watch.ElapsedMilliseconds} ms");
    }
}
