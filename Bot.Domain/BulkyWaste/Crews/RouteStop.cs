using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste.Crews;

/// <summary>A place where a crew stops, as far as its order on the route depends on it.</summary>
/// <param name="Area">The area with its town, such as <c>hoshimi/honcho</c>.</param>
/// <param name="Place">Where the area stands in the list of areas.</param>
/// <param name="Receipt">Tells stops of one area apart, always in the same way.</param>
/// <param name="Point">The exact pin, else the area's point; <c>null</c> when neither is known.</param>
public sealed record RouteStop(Guid Id, string Area, int Place, string Receipt, GeoPoint? Point)
{
    /// <summary>The order in which stops are looked at, so that the same stops always give the same route.</summary>
    public static IOrderedEnumerable<RouteStop> Sorted(IEnumerable<RouteStop> stops) =>
        stops.OrderBy(s => s.Place).ThenBy(s => s.Receipt, StringComparer.Ordinal).ThenBy(s => s.Id);
}
