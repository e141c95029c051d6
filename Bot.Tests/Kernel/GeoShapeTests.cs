using Bot.Domain.Kernel;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Kernel;

public sealed class GeoShapeTests
{
    /// <summary>From 36.0/138.0, one unit is a thousandth of a degree; whole units hit corners and edges.</summary>
    private static GeoPoint At(double x, double y) => new(36 + y / 1000, 138 + x / 1000);

    private static GeoRing Ring(params (double X, double Y)[] corners) => new([.. corners.Select(c => At(c.X, c.Y))]);

    private static GeoShape Square(double x, double y, double size) =>
        new([new GeoPolygon(Ring((x, y), (x + size, y), (x + size, y + size), (x, y + size)))]);

    [Test]
    public void A_place_is_inside_outside_or_in_a_hole()
    {
        var ring = new GeoShape([new GeoPolygon(Ring((0, 0), (10, 0), (10, 10), (0, 10)), [Ring((4, 4), (6, 4), (6, 6), (4, 6))])]);
        ring.Contains(At(2, 2)).ShouldBeTrue();
        ring.Contains(At(5, 5)).ShouldBeFalse("it is in the hole");
        ring.Contains(At(11, 5)).ShouldBeFalse();
        ring.Contains(At(5, -0.1)).ShouldBeFalse();
        var island = new GeoShape([.. ring.Polygons, new GeoPolygon(Ring((4.5, 4.5), (5.5, 4.5), (5.5, 5.5), (4.5, 5.5)))]);
        island.Contains(At(5, 5)).ShouldBeTrue("an island in the lake belongs to it again");
        new GeoShape([]).Contains(At(1, 1)).ShouldBeFalse();
    }

    [Test]
    public void Of_areas_that_tile_the_map_each_place_belongs_to_exactly_one()
    {
        // Corners that lie off the grid, so that the borders run aslant; pins on corners, on edges and anywhere.
        var corner = (int x, int y) => ((double)x * 10 + (x is > 0 and < 4 ? Math.Sin(7 * x + 3 * y) * 3 : 0), (double)y * 10 + (y is > 0 and < 4 ? Math.Cos(5 * x + y) * 3 : 0));
        var tiles = (from x in Enumerable.Range(0, 4)
                     from y in Enumerable.Range(0, 4)
                     select new GeoShape([new GeoPolygon(Ring(corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)))])).ToList();
        var dice = new System.Random(5);
        for (var pin = 0; pin < 20_000; pin++)
        {
            GeoPoint place;
            if (pin % 3 == 0)
            {
                place = At(dice.NextDouble() * 38 + 1, dice.NextDouble() * 38 + 1);
            }
            else
            {
                var (x, y) = (dice.Next(0, 4), dice.Next(0, 4));
                var (a, b) = (corner(x, y), pin % 2 == 0 ? corner(x + 1, y) : corner(x, y + 1));
                var along = pin % 5 == 0 ? 0 : dice.NextDouble();
                place = At(a.Item1 + along * (b.Item1 - a.Item1), a.Item2 + along * (b.Item2 - a.Item2));
            }

            var owners = tiles.Count(t => t.Contains(place));
            owners.ShouldBeLessThanOrEqualTo(1, place.ToString());
            if (place.Latitude > 36.0001 && place.Latitude < 36.0399 && place.Longitude > 138.0001 && place.Longitude < 138.0399)
            {
                owners.ShouldBe(1, place.ToString());
            }
        }
    }

    [Test]
    public void It_is_the_same_whichever_way_round_and_from_whichever_corner_a_ring_is_drawn()
    {
        var dice = new System.Random(11);
        for (var round = 0; round < 300; round++)
        {
            var corners = Enumerable.Range(0, dice.Next(3, 12)).Select(n => (n * 2 * Math.PI / 12, 3 + dice.NextDouble() * 7)).Select(c => (Math.Cos(c.Item1) * c.Item2, Math.Sin(c.Item1) * c.Item2)).ToArray();
            var (drawn, back, later) = (Ring(corners), Ring([.. corners.Reverse()]), Ring([.. corners.Skip(2), .. corners.Take(2)]));
            for (var pin = 0; pin < 50; pin++)
            {
                var place = At(dice.Next(-10, 10), dice.Next(-10, 10));
                var held = new GeoShape([new GeoPolygon(drawn)]).Contains(place);
                new GeoShape([new GeoPolygon(back)]).Contains(place).ShouldBe(held);
                new GeoShape([new GeoPolygon(later)]).Contains(place).ShouldBe(held);
            }
        }
    }

    [TestCase(0.001, 0, 0)]
    [TestCase(0.001, 0.00125, 45)]
    [TestCase(0, 0.001, 90)]
    [TestCase(-0.001, 0, 180)]
    [TestCase(0, -0.001, 270)]
    [TestCase(0.001, -0.00125, 315)]
    [TestCase(0, 0, 0)]
    public void Directions_go_clockwise_from_north(double north, double east, double degrees) =>
        new GeoPoint(36.7420, 138.3120).DirectionTo(new GeoPoint(36.7420 + north, 138.3120 + east)).ShouldBe(degrees, 0.2);

    [Test]
    public void A_distance_is_right_to_half_a_percent_and_a_box_holds_its_circle()
    {
        // Tokyo station to Osaka station, as geodesists reckon it.
        new GeoPoint(35.681236, 139.767125).MetresTo(new GeoPoint(34.702485, 135.495951)).ShouldBe(403_500, 2_100);
        new GeoPoint(36.7420, 138.3120).MetresTo(new GeoPoint(36.7420, 138.3120)).ShouldBe(0);
        Prop.ForAll(
            Gen.Choose(24_000_000, 45_000_000).Zip(Gen.Choose(123_000_000, 153_000_000)).Zip(Gen.Choose(0, 359).Zip(Gen.Choose(1, 1000))).ToArbitrary(),
            made =>
            {
                var ((north, east), (way, metres)) = made;
                var centre = new GeoPoint(north / 1e6, east / 1e6);
                var step = metres / 111_195.0;
                var rim = new GeoPoint(
                    centre.Latitude + step * Math.Cos(way * Math.PI / 180),
                    centre.Longitude + step * Math.Sin(way * Math.PI / 180) / Math.Cos(centre.Latitude * Math.PI / 180));
                return centre.MetresTo(rim) > metres || centre.Around(metres).Holds(rim);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
