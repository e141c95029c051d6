using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>How many cases there are of one kind or in one district.</summary>
public sealed record BoardCount(string Title, int All, int Open, int Urgent);

/// <summary>Counts cases for the operations board.</summary>
public static class BoardCounts
{
    /// <summary>From so many points on a case counts as urgent.</summary>
    public const int Urgent = 60;

    /// <summary>Metres from the middle of a part of the town beyond which a place belongs to none.</summary>
    private const int Far = 3000;

    /// <summary>What lies in no part of the town.</summary>
    public const string Elsewhere = "そのほか";

    /// <summary>The part of the town whose middle is nearest.</summary>
    public static string DistrictOf(DamagePlan plan, GeoPoint point) =>
        plan.Landmarks.Where(l => l.IsArea).Select(l => (l.Name.Ja, Metres: l.Point.MetresTo(point)))
            .Where(l => l.Metres <= Far).OrderBy(l => l.Metres).Select(l => l.Ja).FirstOrDefault() ?? Elsewhere;

    /// <summary>The most first; of equally many by title.</summary>
    public static Items<BoardCount> By<T>(IEnumerable<T> cases, Func<T, string> title, Func<T, bool> isOpen, Func<T, int> urgency) =>
    [
        .. cases.GroupBy(title, StringComparer.Ordinal)
            .Select(g => new BoardCount(g.Key, g.Count(), g.Count(isOpen), g.Count(c => isOpen(c) && urgency(c) >= Urgent)))
            .OrderByDescending(c => c.All).ThenBy(c => c.Title, StringComparer.Ordinal),
    ];
}
