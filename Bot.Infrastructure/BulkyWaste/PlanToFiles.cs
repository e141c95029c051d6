using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Writes a plan down as the files of the operator's folder, so that the folder's readers give the same plan again.</summary>
public static class PlanToFiles
{
    /// <returns>By their path from the folder of all towns, such as <c>mizuho-union/bulky-waste/items.csv</c>.</returns>
    public static IReadOnlyDictionary<string, string> Write(TownId @operator, CollectionPlan plan) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [$"{@operator}/bulky-waste/categories.csv"] = Categories(plan.Categories),
        [$"{@operator}/bulky-waste/items.csv"] = Articles(plan.Articles),
        [$"{@operator}/bulky-waste/sizes.csv"] = Sizes(plan.Articles),
        [$"{@operator}/bulky-waste/excluded.csv"] = Excluded(plan.Excluded),
        [$"{@operator}/bulky-waste/zones.csv"] = Zones(plan.Zones),
        [$"{@operator}/bulky-waste/calendar.csv"] = Calendar(plan),
        [$"{@operator}/bulky-waste/spots.csv"] = Spots(plan.Spots),
        [$"{@operator}/bulky-waste/rules.json"] = Rules(plan.Rules),
    };

    /// <summary>The sizes in the order of their lines; an article that stands twice has them once.</summary>
    public static IReadOnlyList<(string Article, ArticleSize Size)> SizesOf(Items<Article> articles) =>
        [.. articles.SelectMany(a => a.Sizes.Select(s => (Article: a.Code, Size: s))).DistinctBy(s => (s.Article, s.Size.Code, s.Size.Valid.From))];

    private static string Categories(Items<Category> categories)
    {
        var csv = new CsvText("code", "ja", "easy", "en");
        foreach (var category in categories)
        {
            csv.Add(category.Code, category.Name.Ja, category.Name.Easy, category.Name.En);
        }

        return csv.ToString();
    }

    private static string Articles(Items<Article> articles)
    {
        var csv = new CsvText(
            "code", "ja", "kana", "easy", "en", "synonyms", "category", "fee_yen", "limit", "note_ja", "note_easy", "note_en", "valid_from", "valid_to");
        foreach (var a in articles)
        {
            csv.Add(
                a.Code, a.Name.Ja, a.Kana, a.Name.Easy, a.Name.En, CsvText.Several(a.Synonyms), a.Category, CsvText.Number(a.Fee?.Amount), CsvText.Number(a.Limit),
                a.Note?.Ja, a.Note?.Easy, a.Note?.En, CsvText.Date(a.Valid.From), CsvText.Date(a.Valid.Until));
        }

        return csv.ToString();
    }

    private static string Sizes(Items<Article> articles)
    {
        var csv = new CsvText("item", "code", "ja", "easy", "en", "fee_yen", "valid_from", "valid_to");
        foreach (var (article, s) in SizesOf(articles))
        {
            csv.Add(
                article, s.Code, s.Name.Ja, s.Name.Easy, s.Name.En, CsvText.Number(s.Fee.Amount), CsvText.Date(s.Valid.From), CsvText.Date(s.Valid.Until));
        }

        return csv.ToString();
    }

    private static string Excluded(Items<ExcludedThing> excluded)
    {
        var csv = new CsvText("code", "ja", "kana", "easy", "en", "synonyms", "advice_ja", "advice_easy", "advice_en");
        foreach (var e in excluded)
        {
            csv.Add(e.Code, e.Name.Ja, e.Kana, e.Name.Easy, e.Name.En, CsvText.Several(e.Synonyms), e.Advice.Ja, e.Advice.Easy, e.Advice.En);
        }

        return csv.ToString();
    }

    private static string Zones(Items<CollectionZone> zones)
    {
        var csv = new CsvText("code", "town", "ja", "easy", "en", "days", "capacity");
        foreach (var zone in zones)
        {
            csv.Add(zone.Code, zone.Town.Value, zone.Name.Ja, zone.Name.Easy, zone.Name.En, Days(zone.Days), CsvText.Number(zone.Capacity));
        }

        return csv.ToString();
    }

    /// <summary>As staff write it: <c>木1 木3</c>.</summary>
    public static string Days(Items<CollectionWeekday> days) => string.Join(' ', days.Select(d => $"{"日月火水木金土"[(int)d.Weekday]}{CsvText.Number(d.Nth)}"));

    private static string Calendar(CollectionPlan plan)
    {
        var csv = new CsvText("kind", "from", "to", "zone", "capacity", "ja", "easy", "en");
        foreach (var c in plan.Closures)
        {
            csv.Add("closed", CsvText.Date(c.From), CsvText.Date(c.To), c.Zone, "", c.Reason.Ja, c.Reason.Easy, c.Reason.En);
        }

        foreach (var e in plan.ExtraDays)
        {
            csv.Add("extra", CsvText.Date(e.Day), "", e.Zone, CsvText.Number(e.Capacity), e.Reason.Ja, e.Reason.Easy, e.Reason.En);
        }

        return csv.ToString();
    }

    private static string Spots(Items<Spot> spots)
    {
        var csv = new CsvText("code", "ja", "easy", "en", "note_ja", "note_easy", "note_en");
        foreach (var spot in spots)
        {
            csv.Add(spot.Code, spot.Name.Ja, spot.Name.Easy, spot.Name.En, spot.Note.Ja, spot.Note.Easy, spot.Note.En);
        }

        return csv.ToString();
    }

    private static string Rules(CollectionRules rules) => TownToFiles.Json(new JsonObject
    {
        ["maxItemsPerRequest"] = rules.MostItems,
        ["earliestWorkingDays"] = rules.EarliestWorkingDays,
        ["latestWeeks"] = rules.LatestWeeks,
        ["changeCutOff"] = new JsonObject { ["workingDaysBefore"] = rules.ChangeBy.WorkingDaysBefore, ["at"] = TownToFiles.Time(rules.ChangeBy.At) },
        ["reminderAt"] = TownToFiles.Time(rules.RemindAt),
        ["putOutBy"] = TownToFiles.Time(rules.PutOutBy),
        ["collectsOnNationalHolidays"] = rules.CollectsOnHolidays,
    });
}
