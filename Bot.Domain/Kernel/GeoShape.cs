namespace Bot.Domain.Kernel;

/// <summary>An area on the map, as a GeoJSON Polygon or MultiPolygon draws it.</summary>
/// <param name="Polygons">Parts that do not overlap.</param>
public sealed record GeoShape(Items<GeoPolygon> Polygons)
{
    private readonly GeoBox _box = BoxOf(Polygons);

    /// <summary>
    /// Whether a place lies in it. Of areas that share a border, drawn with the same corners, each place on it belongs to exactly one:
    /// an edge belongs to the side east and north of it, and is computed alike from both sides.
    /// </summary>
    public bool Contains(GeoPoint point)
    {
        if (!_box.Holds(point))
        {
            return false;
        }

        // A hole is one crossing more: inside it the count is even again.
        foreach (var polygon in Polygons)
        {
            var inside = Crossings(polygon.Outer, point);
            foreach (var hole in polygon.Holes)
            {
                inside ^= Crossings(hole, point);
            }

            if (inside)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line from the place to the east crosses the ring an odd number of times.</summary>
    private static bool Crossings(GeoRing ring, GeoPoint point)
    {
        var (odd, corners) = (false, ring.Corners);
        for (int at = 0, before = corners.Count - 1; at < corners.Count; before = at++)
        {
            var (a, b) = (corners[before], corners[at]);
            if (a.Latitude <= point.Latitude == b.Latitude <= point.Latitude)
            {
                continue;
            }

            // Always from south to north, so that the neighbour who draws the same edge the other way round finds the very same number.
            var (low, high) = a.Latitude < b.Latitude ? (a, b) : (b, a);
            var crossing = low.Longitude + (point.Latitude - low.Latitude) / (high.Latitude - low.Latitude) * (high.Longitude - low.Longitude);
            odd ^= point.Longitude < crossing;
        }

        return odd;
    }

    private static GeoBox BoxOf(Items<GeoPolygon> polygons)
    {
        var corners = polygons.SelectMany(p => p.Outer.Corners).ToList();
        return corners.Count == 0
            ? new GeoBox(1, 1, 0, 0)
            : new GeoBox(corners.Min(c => c.Latitude), corners.Min(c => c.Longitude), corners.Max(c => c.Latitude), corners.Max(c => c.Longitude));
    }
}

/// <param name="Holes">What is cut out of it.</param>
public sealed record GeoPolygon(GeoRing Outer, Items<GeoRing> Holes = default);

/// <param name="Corners">In order, at least three; the last is joined to the first.</param>
public sealed record GeoRing(Items<GeoPoint> Corners);
