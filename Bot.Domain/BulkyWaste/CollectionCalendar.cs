using Bot.Domain.Conversations;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>A day of the week on which a zone is collected.</summary>
/// <param name="Nth">The first, second … of the month; <c>null</c> for every week.</param>
public sealed record CollectionWeekday(DayOfWeek Weekday, int? Nth = null)
{
    public bool Falls(DateOnly day) => day.DayOfWeek == Weekday && (Nth is null || ((day.Day - 1) / 7) + 1 == Nth);
}

/// <summary>A part of the region that is collected on the same days.</summary>
/// <param name="Capacity">How many requests fit on a day.</param>
public sealed record CollectionZone(string Code, TownId Town, LocalText Name, Items<CollectionWeekday> Days, int Capacity);

/// <summary>Days without collection; <paramref name="Zone"/> is <c>null</c> for all zones.</summary>
public sealed record Closure(DateOnly From, DateOnly To, string? Zone, LocalText Reason);

/// <summary>A day with collection beside the rule, for example in place of a holiday.</summary>
public sealed record ExtraDay(DateOnly Day, string Zone, int? Capacity, LocalText Reason);

/// <summary>The rules of whoever collects.</summary>
public sealed record CollectionRules
{
    /// <summary>How many pieces one request may hold together.</summary>
    public required int MostItems { get; init; }

    /// <summary>The first day that can be booked lies at least so many working days ahead.</summary>
    public required int EarliestWorkingDays { get; init; }

    public required int LatestWeeks { get; init; }

    /// <summary>Until when a resident may change or cancel.</summary>
    public required Deadline ChangeBy { get; init; }

    /// <summary>On the day before collection.</summary>
    public required TimeOnly RemindAt { get; init; }

    /// <summary>On the day of collection.</summary>
    public required TimeOnly PutOutBy { get; init; }

    public required bool CollectsOnHolidays { get; init; }
}

/// <summary>A day of collection and how many requests fit on it.</summary>
public sealed record CollectionDay(DateOnly Date, int Capacity);

/// <summary>When which zone is collected, and what can be booked.</summary>
/// <param name="holidays">National holidays.</param>
/// <param name="holidaysKnownUntil">Beyond this day nobody knows the holidays yet, so nothing is offered.</param>
/// <param name="office">The working days of the office that prepares the collection.</param>
public sealed class CollectionCalendar(CollectionPlan plan, IReadOnlySet<DateOnly> holidays, DateOnly holidaysKnownUntil, WorkingDays office)
{
    private static readonly TimeSpan ShortestTimeToPay = TimeSpan.FromHours(2);

    public CollectionRules Rules => plan.Rules;

    public WorkingDays Office => office;

    /// <summary>The days of a zone from one day to another, both included.</summary>
    public IEnumerable<CollectionDay> Days(CollectionZone zone, DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (On(zone, day) is { } collection)
            {
                yield return collection;
            }
        }
    }

    /// <summary>The collection on this day, if there is one. An extra day goes before every closing.</summary>
    public CollectionDay? On(CollectionZone zone, DateOnly day)
    {
        if (plan.ExtraDays.FirstOrDefault(e => e.Day == day && e.Zone == zone.Code) is { } extra)
        {
            return new(day, extra.Capacity ?? zone.Capacity);
        }

        var isClosed = plan.Closures.Any(c => c.From <= day && day <= c.To && (c.Zone is null || c.Zone == zone.Code));
        return zone.Days.Any(d => d.Falls(day)) && !isClosed && (Rules.CollectsOnHolidays || !holidays.Contains(day))
            ? new(day, zone.Capacity)
            : null;
    }

    /// <summary>From the first day to the last that can be booked now.</summary>
    /// <param name="payBy">Until when a collection must be paid; a day whose time to pay has run out cannot be booked.</param>
    public DateRange Window(DateTimeOffset now, Deadline payBy)
    {
        var today = JapanTime.Day(now);
        var first = office.After(today, Rules.EarliestWorkingDays);
        while (payBy.For(first, office) <= now + ShortestTimeToPay || Rules.ChangeBy.For(first, office) <= now)
        {
            first = first.AddDays(1);
        }

        var last = today.AddDays(7 * Rules.LatestWeeks);
        return new(first, !Rules.CollectsOnHolidays && last > holidaysKnownUntil ? holidaysKnownUntil : last);
    }

    /// <summary>Until when to pay: so many days from now to the end of the day, but never after the deadline of the collection.</summary>
    public DateTimeOffset PayBy(DateTimeOffset now, int payDays, DateOnly collection, Deadline payBy)
    {
        var byDays = JapanTime.At(JapanTime.Day(now).AddDays(payDays), new TimeOnly(23, 59, 59));
        var byCollection = payBy.For(collection, office);
        return byDays < byCollection ? byDays : byCollection;
    }

    /// <summary>The reminder rings the evening before.</summary>
    public DateTimeOffset RemindAt(DateOnly collection) => JapanTime.At(collection.AddDays(-1), Rules.RemindAt);

    public DateTimeOffset ChangeBy(DateOnly collection) => Rules.ChangeBy.For(collection, office);
}
