using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Where a case is, as the public is told.</summary>
/// <param name="Point"><c>null</c> when only the part of the town is told.</param>
/// <param name="Area">The part of the town.</param>
public sealed record PublicPlace(GeoPoint? Point, LocalText Area)
{
    /// <summary>Farther from its middle a place is not called after a part of the town.</summary>
    private const double MostMetres = 3000;

    /// <param name="why">How the case was routed, which names the district if it lies in one.</param>
    public static PublicPlace Of(DamagePlan plan, GeoPoint point, Items<RouteReason> why, PlaceShown shown) => new(
        shown switch
        {
            PlaceShown.Exact => Rounded(point, 5),
            // Always the same point of the grid: asking again teaches nobody more.
            PlaceShown.Near => Rounded(point, 3),
            _ => null,
        },
        AreaOf(plan, point, why));

    private static GeoPoint Rounded(GeoPoint point, int digits) => new(Math.Round(point.Latitude, digits), Math.Round(point.Longitude, digits));

    private static LocalText AreaOf(DamagePlan plan, GeoPoint point, Items<RouteReason> why)
    {
        var district = why.Where(w => w.Step == RouteStep.InDistrict).Select(w => plan.Areas.FirstOrDefault(a => a.Code == w.Of)?.Name).FirstOrDefault(n => n is not null);
        return district
            ?? plan.Landmarks.Where(l => l.IsArea).Select(l => (l.Name, Metres: l.Point.MetresTo(point))).Where(l => l.Metres <= MostMetres).OrderBy(l => l.Metres).Select(l => l.Name).FirstOrDefault()
            ?? plan.TownName;
    }
}
