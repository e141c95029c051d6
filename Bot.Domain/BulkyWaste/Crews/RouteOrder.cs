using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste.Crews;

/// <summary>
/// Puts the stops of a day in an order to drive in: from the first area always to the nearest next, then improved by turning stretches round
/// while that makes the way shorter. The way is as the crow flies; a person who knows the roads may change it afterwards.
/// </summary>
public static class RouteOrder
{
    /// <summary>A whole new order. The same stops give the same order, however they come.</summary>
    public static Items<RouteStop> Of(IEnumerable<RouteStop> stops)
    {
        var sorted = RouteStop.Sorted(stops).ToList();
        var route = Nearest(sorted.Where(s => s.Point is not null));
        Improve(route);
        foreach (var stop in sorted.Where(s => s.Point is null))
        {
            route.Insert(PlaceOf(route, stop), stop);
        }

        return [.. route];
    }

    /// <summary>The order as it was kept, without stops that are gone; new ones come in where they cost least and move nobody else.</summary>
    /// <param name="kept">The ids in the order that was kept.</param>
    public static Items<RouteStop> Renew(IEnumerable<Guid> kept, IEnumerable<RouteStop> stops)
    {
        var all = stops.ToDictionary(s => s.Id);
        var route = kept.Distinct().Where(all.ContainsKey).Select(id => all[id]).ToList();
        if (route.Count == 0)
        {
            return Of(all.Values);
        }

        foreach (var stop in RouteStop.Sorted(all.Values.Except(route).ToList()))
        {
            route.Insert(PlaceOf(route, stop), stop);
        }

        return [.. route];
    }

    /// <summary>One stop earlier (-1) or later (1); at the end of the route it stays.</summary>
    public static Items<RouteStop> Move(Items<RouteStop> route, Guid stop, int by)
    {
        var list = route.ToList();
        var from = list.FindIndex(s => s.Id == stop);
        if (from < 0)
        {
            return route;
        }

        var to = Math.Clamp(from + by, 0, list.Count - 1);
        var moved = list[from];
        list.RemoveAt(from);
        list.Insert(to, moved);
        return [.. list];
    }

    /// <summary>The way in decimetres between all stops whose place is known.</summary>
    public static long Length(IEnumerable<RouteStop> route)
    {
        var points = route.Where(s => s.Point is not null).Select(s => s.Point!.Value).ToList();
        return points.Zip(points.Skip(1)).Sum(p => Way(p.First, p.Second));
    }

    /// <summary>From the first area on, always the nearest that is left; among equally near ones the first of the list.</summary>
    public static List<RouteStop> Nearest(IEnumerable<RouteStop> stops)
    {
        var left = stops.ToList();
        var route = new List<RouteStop>(left.Count);
        while (left.Count > 0)
        {
            var next = route.Count == 0 ? left[0] : left.MinBy(s => Way(route[^1], s))!;
            left.Remove(next);
            route.Add(next);
        }

        return route;
    }

    /// <summary>Turns stretches round while that shortens the way. Lengths are whole numbers, so it ends.</summary>
    private static void Improve(List<RouteStop> route)
    {
        for (var better = true; better;)
        {
            better = false;
            for (var i = 1; i < route.Count - 1; i++)
            {
                for (var j = i + 1; j < route.Count; j++)
                {
                    var now = Way(route[i - 1], route[i]) + (j + 1 < route.Count ? Way(route[j], route[j + 1]) : 0);
                    var turned = Way(route[i - 1], route[j]) + (j + 1 < route.Count ? Way(route[i], route[j + 1]) : 0);
                    if (turned < now)
                    {
                        route.Reverse(i, j - i + 1);
                        better = true;
                    }
                }
            }
        }
    }

    /// <summary>Where a stop lengthens the way least. One whose place is unknown goes behind the others of its area, or of the area before it.</summary>
    private static int PlaceOf(List<RouteStop> route, RouteStop stop)
    {
        if (stop.Point is null)
        {
            var neighbour = route.FindLastIndex(s => s.Area == stop.Area);
            return 1 + (neighbour >= 0 ? neighbour : route.FindLastIndex(s => s.Place <= stop.Place));
        }

        var (best, least) = (route.Count, long.MaxValue);
        for (var at = route.Count; at >= 0; at--)
        {
            var before = route.Take(at).LastOrDefault(s => s.Point is not null);
            var after = route.Skip(at).FirstOrDefault(s => s.Point is not null);
            var cost = Way(before, stop) + Way(stop, after) - Way(before, after);
            if (cost < least)
            {
                (best, least) = (at, cost);
            }
        }

        return best;
    }

    private static long Way(RouteStop? from, RouteStop? to) => from?.Point is { } a && to?.Point is { } b ? Way(a, b) : 0;

    /// <summary>Flat is exact enough within a few towns: the error is below one in a thousand.</summary>
    private static long Way(GeoPoint from, GeoPoint to)
    {
        const double decimetresPerDegree = 1_111_950;
        var north = (to.Latitude - from.Latitude) * decimetresPerDegree;
        var east = (to.Longitude - from.Longitude) * decimetresPerDegree * Math.Cos((from.Latitude + to.Latitude) / 2 * Math.PI / 180);
        return (long)Math.Round(Math.Sqrt((north * north) + (east * east)));
    }
}
