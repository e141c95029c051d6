using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

public sealed record CategoryRow(string Code, LocalText Name);

/// <summary>A thing that is collected, for as long as the row is valid.</summary>
public sealed record ItemRow
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    /// <summary>Other words that people look it up by.</summary>
    public required Items<string> Synonyms { get; init; }

    public required string Category { get; init; }

    /// <summary>The fee for one; <c>null</c> when it goes by size.</summary>
    public Yen? Fee { get; init; }

    /// <summary>Empty when the fee is fixed.</summary>
    public required Items<SizeRow> Sizes { get; init; }

    /// <summary>How many of it one request may hold.</summary>
    public required int Limit { get; init; }

    public LocalText? Note { get; init; }

    public required Period Valid { get; init; }
}

public sealed record SizeRow(string Code, LocalText Name, Yen Fee, Period Valid);

/// <summary>From a day to a day, both included; without an end while it holds.</summary>
public sealed record Period(DateOnly From, DateOnly? To)
{
    public bool Contains(DateOnly date) => From <= date && (To is null || date <= To);

    public bool Meets(Period other) => (To is null || other.From <= To) && (other.To is null || From <= other.To);
}

/// <summary>A thing that is not collected, and what to do with it.</summary>
public sealed record ExcludedRow
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    public required Items<string> Synonyms { get; init; }

    /// <summary>How to get rid of it, and whom to ask.</summary>
    public required LocalText Advice { get; init; }
}

/// <summary>A part of the region that is collected on the same days.</summary>
/// <param name="Capacity">How many requests a day.</param>
public sealed record ZoneRow(string Code, TownId Town, LocalText Name, Items<CollectionDay> Days, int Capacity);

/// <param name="Nth">The first, second … of the month; <c>null</c> for every week.</param>
public sealed record CollectionDay(DayOfWeek Weekday, int? Nth)
{
    public bool Falls(DateOnly date) => date.DayOfWeek == Weekday && (Nth is null || (date.Day - 1) / 7 + 1 == Nth);
}

/// <summary>Days without collection.</summary>
/// <param name="Zone"><c>null</c> for all zones.</param>
public sealed record ClosureRow(DateOnly From, DateOnly To, string? Zone, LocalText Reason);

/// <summary>A day with collection beside the rule, for example in place of a holiday.</summary>
public sealed record ExtraDayRow(DateOnly Date, string Zone, int? Capacity, LocalText Reason);

/// <summary>Where the things are put out.</summary>
public sealed record SpotRow(string Code, LocalText Name, LocalText Note);

public sealed record RulesRow
{
    /// <summary>All items of one request together.</summary>
    public required int MaxItemsPerRequest { get; init; }

    /// <summary>The first day that can be booked lies at least so many working days ahead.</summary>
    public required int EarliestWorkingDays { get; init; }

    public required int LatestWeeks { get; init; }

    /// <summary>Until when a resident may change or cancel.</summary>
    public required CutOff ChangeCutOff { get; init; }

    /// <summary>On the day before collection.</summary>
    public required TimeOnly ReminderAt { get; init; }

    /// <summary>On the day of collection.</summary>
    public required TimeOnly PutOutBy { get; init; }

    public required bool CollectsOnNationalHolidays { get; init; }
}
