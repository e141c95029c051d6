using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>An open case near a place.</summary>
/// <param name="Reporters">How many residents reported it.</param>
/// <param name="IsOwn">Whether the resident who asks is one of them.</param>
/// <param name="Picture">One that this resident may see: a path below <c>{PublicBaseUrl}/{town}/</c>.</param>
public sealed record NearCase(Guid Id, string Number, string Kind, GeoPoint Point, ReportState State, DateTimeOffset At, int Reporters, bool IsOwn, string? Picture = null);

/// <summary>Which open cases may be the one that a resident means.</summary>
public static class NearCases
{
    public const int Most = 5;

    /// <summary>The nearest within the radius, at most five; of equally near ones the older first.</summary>
    public static Items<NearCase> Choose(IEnumerable<NearCase> open, GeoPoint point, int radius) =>
    [
        .. open.Select(c => (Case: c, Metres: c.Point.MetresTo(point)))
            .Where(c => c.Metres <= radius)
            .OrderBy(c => c.Metres).ThenBy(c => c.Case.At).ThenBy(c => c.Case.Number, StringComparer.Ordinal)
            .Take(Most).Select(c => c.Case),
    ];
}
