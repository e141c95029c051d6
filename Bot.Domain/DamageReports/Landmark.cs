using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>A place by its name: a part of the town, a park, a school, a bridge.</summary>
/// <param name="Code">Of all the town's places its own; buttons carry it.</param>
/// <param name="Aliases">What people call it beside its name.</param>
public sealed record Landmark(string Code, LocalText Name, string Kana, GeoPoint Point, Items<string> Aliases = default)
{
    /// <summary>What begins the codes of the parts of the town.</summary>
    public const string Area = "area:";

    /// <summary>A part of the town, which tells no more than that.</summary>
    public bool IsArea => Code.StartsWith(Area, StringComparison.Ordinal);
}

/// <summary>What typed words may mean.</summary>
/// <param name="IsSure">Whether the words name the only hit; else it is for the resident to choose.</param>
public sealed record LandmarkHits(Items<Landmark> Places, bool IsSure);

/// <summary>Finds places in what residents type.</summary>
public static class Landmarks
{
    /// <summary>More to choose from would not be read.</summary>
    public const int Most = 8;

    private const int LeastLetters = 2;

    /// <summary>
    /// The places that the words name (「本町の郵便局の前」 names 本町), those with the longest name if there are several; if they name none, those whose names
    /// hold the words (「公園」).
    /// </summary>
    public static LandmarkHits Find(Items<Landmark> all, string text)
    {
        var said = JapaneseText.Fold(text);
        // One letter is enough where it is a word: 「橋」.
        if (said.Length < LeastLetters && said is not [>= '\u4E00' and <= '\u9FFF'])
        {
            return new([], IsSure: false);
        }

        var named = all.Select(l => (Place: l, Length: Names(l).Where(n => n.Length >= LeastLetters && said.Contains(n, StringComparison.Ordinal)).Select(n => n.Length).DefaultIfEmpty().Max()))
            .Where(l => l.Length > 0).ToList();
        if (named.Count > 0)
        {
            var longest = named.Max(n => n.Length);
            Items<Landmark> best = [.. named.Where(n => n.Length == longest).Select(n => n.Place).Take(Most)];
            return new(best, IsSure: best.Count == 1);
        }

        return new([.. all.Where(l => Names(l).Any(n => n.Contains(said, StringComparison.Ordinal))).Take(Most)], IsSure: false);
    }

    private static IEnumerable<string> Names(Landmark landmark) =>
        ((string?[])[landmark.Name.Ja, landmark.Kana, landmark.Name.En, .. landmark.Aliases]).OfType<string>().Select(JapaneseText.Fold);
}
