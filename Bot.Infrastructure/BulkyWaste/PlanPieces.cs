using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;

namespace Bot.Infrastructure.BulkyWaste;

/// <param name="Place">Where it stands in the list.</param>
public sealed record ArticlePiece(int Place, Items<Article> Rows);

/// <inheritdoc cref="ArticlePiece"/>
public sealed record ExcludedPiece(int Place, ExcludedThing Thing);

/// <inheritdoc cref="ArticlePiece"/>
public sealed record ZonePiece(int Place, CollectionZone Zone);

/// <summary>How many requests fit on one day, over what the plan says.</summary>
public sealed record DayPiece(int Capacity);

/// <summary>The pieces of a plan that staff may change, by name.</summary>
public static class PlanPieces
{
    public const string Prefix = "bulky-waste/";
    public const string Rules = "bulky-waste/rules";
    public const string Categories = "bulky-waste/categories";
    public const string Spots = "bulky-waste/spots";

    private const string Articles = "bulky-waste/article/";
    private const string Things = "bulky-waste/excluded/";
    private const string Zones = "bulky-waste/zone/";
    private const string Closures = "bulky-waste/closure/";
    private const string Extras = "bulky-waste/extra/";
    private const string Days = "bulky-waste/day/";

    public static string Article(string code) => Articles + code;

    public static string Excluded(string code) => Things + code;

    public static string Zone(string code) => Zones + code;

    public static string Closure(Closure c) => string.Create(CultureInfo.InvariantCulture, $"{Closures}{c.From:yyyy-MM-dd}/{c.To:yyyy-MM-dd}/{c.Zone}");

    public static string Extra(DateOnly day, string zone) => string.Create(CultureInfo.InvariantCulture, $"{Extras}{day:yyyy-MM-dd}/{zone}");

    public static string Day(string zone, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Days}{day:yyyy-MM-dd}/{zone}");

    /// <summary>Day and zone of the name of an extra day or of a day's capacity; the code of others.</summary>
    public static (DateOnly Day, string Zone) DayOf(string piece)
    {
        var parts = piece.Split('/');
        return (DateOnly.ParseExact(parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture), parts[3]);
    }

    /// <summary>What kind of piece it is: <c>article</c>, <c>zone</c> and so on.</summary>
    public static string KindOf(string piece) => piece.Split('/')[1];

    public static string CodeOf(string piece) => piece[(piece.IndexOf('/', Prefix.Length) + 1)..];

    /// <summary>All pieces of a plan; places count from 0 as they stand.</summary>
    public static Dictionary<string, JsonNode?> Of(CollectionPlan plan) => Of(plan, Numbered(plan.Articles.Select(a => a.Code)), Numbered(plan.Excluded.Select(e => e.Code)), Numbered(plan.Zones.Select(z => z.Code)));

    /// <summary>The same, where what stands in the list already keeps its place and what is new comes after it.</summary>
    public static Dictionary<string, JsonNode?> Of(CollectionPlan plan, IReadOnlyDictionary<string, JsonNode?> present) => Of(
        plan,
        Placed(present, Articles, plan.Articles.Select(a => a.Code)),
        Placed(present, Things, plan.Excluded.Select(e => e.Code)),
        Placed(present, Zones, plan.Zones.Select(z => z.Code)));

    /// <param name="articles">The place of each article by its code; the others alike.</param>
    public static Dictionary<string, JsonNode?> Of(
        CollectionPlan plan, IReadOnlyDictionary<string, int> articles, IReadOnlyDictionary<string, int> excluded, IReadOnlyDictionary<string, int> zones)
    {
        var pieces = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            [Rules] = PieceJson.Write(plan.Rules),
            [Categories] = PieceJson.Write(plan.Categories),
            [Spots] = PieceJson.Write(plan.Spots),
        };
        foreach (var article in plan.Articles.GroupBy(a => a.Code, StringComparer.Ordinal))
        {
            pieces[Article(article.Key)] = Write(articles[article.Key], new ArticleTimes([.. article]));
        }

        foreach (var thing in plan.Excluded)
        {
            pieces[Excluded(thing.Code)] = PieceJson.Write(new ExcludedPiece(excluded[thing.Code], thing));
        }

        foreach (var zone in plan.Zones)
        {
            pieces[Zone(zone.Code)] = PieceJson.Write(new ZonePiece(zones[zone.Code], zone));
        }

        foreach (var closure in plan.Closures)
        {
            pieces[Closure(closure)] = PieceJson.Write(closure);
        }

        foreach (var extra in plan.ExtraDays)
        {
            pieces[Extra(extra.Day, extra.Zone)] = PieceJson.Write(extra);
        }

        return pieces;
    }

    /// <summary>Written as the tables give it back, so that the piece can be compared later.</summary>
    public static JsonNode Write(int place, ArticleTimes article) => PieceJson.Write(new ArticlePiece(place, article.With(article.Sizes).Rows));

    public static CollectionPlan ToPlan(IReadOnlyDictionary<string, JsonNode?> pieces) => new()
    {
        Rules = PieceJson.Read<CollectionRules>(pieces[Rules]!),
        Categories = PieceJson.Read<Items<Category>>(pieces[Categories]!),
        Spots = PieceJson.Read<Items<Spot>>(pieces[Spots]!),
        Articles = [.. Under<ArticlePiece>(pieces, Articles).OrderBy(p => p.Place).ThenBy(p => p.Rows[0].Code, StringComparer.Ordinal).SelectMany(p => p.Rows)],
        Excluded = [.. Under<ExcludedPiece>(pieces, Things).OrderBy(p => p.Place).ThenBy(p => p.Thing.Code, StringComparer.Ordinal).Select(p => p.Thing)],
        Zones = [.. Under<ZonePiece>(pieces, Zones).OrderBy(p => p.Place).ThenBy(p => p.Zone.Code, StringComparer.Ordinal).Select(p => p.Zone)],
        Closures = [.. Under<Closure>(pieces, Closures).OrderBy(c => c.From).ThenBy(c => c.To).ThenBy(c => c.Zone, StringComparer.Ordinal)],
        ExtraDays = [.. Under<ExtraDay>(pieces, Extras).OrderBy(e => e.Day).ThenBy(e => e.Zone, StringComparer.Ordinal)],
    };

    private static IEnumerable<T> Under<T>(IReadOnlyDictionary<string, JsonNode?> pieces, string prefix) =>
        pieces.Where(p => p.Value is not null && p.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(p => PieceJson.Read<T>(p.Value!));

    private static Dictionary<string, int> Placed(IReadOnlyDictionary<string, JsonNode?> present, string prefix, IEnumerable<string> codes)
    {
        var places = present.Where(p => p.Value is not null && p.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(p => CodeOf(p.Key), p => p.Value!["Place"]!.GetValue<int>(), StringComparer.Ordinal);
        var next = places.Values.DefaultIfEmpty(-1).Max() + 1;
        foreach (var code in codes)
        {
            if (places.TryAdd(code, next))
            {
                next++;
            }
        }

        return places;
    }

    private static Dictionary<string, int> Numbered(IEnumerable<string> codes) =>
        codes.Distinct(StringComparer.Ordinal).Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
}
