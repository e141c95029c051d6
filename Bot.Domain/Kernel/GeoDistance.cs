namespace Bot.Domain.Kernel;

/// <summary>Distances on the earth, taken for a sphere: wrong by half a percent at most, which no report of a pothole notices.</summary>
public static class GeoDistance
{
    /// <summary>Metres of one degree of latitude.</summary>
    private const double Degree = 111_195;

    private const double Radius = 6_371_000;

    /// <summary>Metres along the ground.</summary>
    public static double MetresTo(this GeoPoint from, GeoPoint to)
    {
        var (north, east) = (Radians(to.Latitude - from.Latitude) / 2, Radians(to.Longitude - from.Longitude) / 2);
        var (a, b) = (Math.Sin(north), Math.Sin(east));
        var chord = a * a + Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * b * b;
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    /// <summary>The direction from one point to another in degrees from north, clockwise; 0 between a point and itself.</summary>
    public static double DirectionTo(this GeoPoint from, GeoPoint to)
    {
        var (south, north, east) = (Radians(from.Latitude), Radians(to.Latitude), Radians(to.Longitude - from.Longitude));
        var degrees = Math.Atan2(Math.Sin(east) * Math.Cos(north), (Math.Cos(south) * Math.Sin(north)) - (Math.Sin(south) * Math.Cos(north) * Math.Cos(east))) * 180 / Math.PI;
        return (degrees + 360) % 360;
    }

    /// <summary>A box that holds everything within so many metres, and a little more.</summary>
    public static GeoBox Around(this GeoPoint centre, double metres)
    {
        var north = metres / Degree * 1.001;
        var east = north / Math.Max(0.01, Math.Cos(Radians(Math.Min(89, Math.Abs(centre.Latitude) + north))));
        return new GeoBox(centre.Latitude - north, centre.Longitude - east, centre.Latitude + north, centre.Longitude + east);
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}

/// <summary>Degrees between which something lies; its edges belong to it.</summary>
public readonly record struct GeoBox(double South, double West, double North, double East)
{
    public bool Holds(GeoPoint point) => point.Latitude >= South && point.Latitude <= North && point.Longitude >= West && point.Longitude <= East;
}
