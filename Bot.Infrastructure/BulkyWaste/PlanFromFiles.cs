using Bot.Domain.BulkyWaste;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Turns the files of whoever collects into the plan that the service works by.</summary>
public static class PlanFromFiles
{
    public static CollectionPlan ToPlan(this BulkyWasteFiles files) => new()
    {
        Categories = [.. files.Categories.Select(c => new Category(c.Code, c.Name))],
        Articles = [.. files.Items.Select(ToArticle)],
        Excluded = [.. files.Excluded.Select(e => new ExcludedThing { Code = e.Code, Name = e.Name, Kana = e.Kana, Synonyms = e.Synonyms, Advice = e.Advice })],
        Spots = [.. files.Spots.Select(s => new Spot(s.Code, s.Name, s.Note))],
        Zones =
        [
            .. files.Zones.Select(z => new CollectionZone(z.Code, z.Town, z.Name, [.. z.Days.Select(d => new CollectionWeekday(d.Weekday, d.Nth))], z.Capacity)),
        ],
        Closures = [.. files.Closures.Select(c => new Closure(c.From, c.To, c.Zone, c.Reason))],
        ExtraDays = [.. files.ExtraDays.Select(e => new ExtraDay(e.Date, e.Zone, e.Capacity, e.Reason))],
        Rules = new CollectionRules
        {
            MostItems = files.Rules.MaxItemsPerRequest,
            EarliestWorkingDays = files.Rules.EarliestWorkingDays,
            LatestWeeks = files.Rules.LatestWeeks,
            ChangeBy = ToDeadline(files.Rules.ChangeCutOff),
            RemindAt = files.Rules.ReminderAt,
            PutOutBy = files.Rules.PutOutBy,
            CollectsOnHolidays = files.Rules.CollectsOnNationalHolidays,
        },
    };

    public static Deadline ToDeadline(this CutOff cutOff) => new(cutOff.WorkingDaysBefore, cutOff.At);

    public static CollectionArea ToArea(this Area area) => new(area.Code, area.Name, area.Kana, area.PostalCodes, area.Zone, area.Point);

    private static Article ToArticle(ItemRow item) => new()
    {
        Code = item.Code,
        Name = item.Name,
        Kana = item.Kana,
        Synonyms = item.Synonyms,
        Category = item.Category,
        Fee = item.Fee,
        Sizes = [.. item.Sizes.Select(s => new ArticleSize(s.Code, s.Name, s.Fee, ToValidity(s.Valid)))],
        Limit = item.Limit,
        Note = item.Note,
        Valid = ToValidity(item.Valid),
    };

    private static Validity ToValidity(Period period) => new(period.From, period.To);
}
