using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>From a day to a day of collection, both included; without an end while it holds.</summary>
public readonly record struct Validity(DateOnly From, DateOnly? Until = null)
{
    public bool Holds(DateOnly day) => From <= day && (Until is null || day <= Until);

    public bool Meets(Validity other) => (Until is null || other.From <= Until) && (other.Until is null || From <= other.Until);
}

/// <summary>A shelf of the catalogue, such as furniture.</summary>
public sealed record Category(string Code, LocalText Name);

/// <summary>A size of an article, with its own fee.</summary>
public sealed record ArticleSize(string Code, LocalText Name, Yen Fee, Validity Valid);

/// <summary>A thing that is collected, for as long as its row is valid.</summary>
public sealed record Article
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    /// <summary>Other words that people look it up by.</summary>
    public required Items<string> Synonyms { get; init; }

    public required string Category { get; init; }

    /// <summary>The fee for one; <c>null</c> when it goes by size.</summary>
    public Yen? Fee { get; init; }

    public Items<ArticleSize> Sizes { get; init; } = [];

    /// <summary>How many of it one request may hold.</summary>
    public required int Limit { get; init; }

    public LocalText? Note { get; init; }

    public required Validity Valid { get; init; }

    public Items<ArticleSize> SizesOn(DateOnly day) => [.. Sizes.Where(s => s.Valid.Holds(day))];

    /// <summary>The name with that of the size in brackets, as it is kept with a request.</summary>
    public LocalText NameWith(string? size) => Sizes.FirstOrDefault(s => s.Code == size)?.Name is { } known
        ? new($"{Name.Ja}（{known.Ja}）", $"{Name.Easy ?? Name.Ja}（{known.Easy ?? known.Ja}）", $"{Name.En ?? Name.Ja} ({known.En ?? known.Ja})")
        : Name;

    /// <summary>What one costs when it is collected on this day; <c>null</c> if the size is missing or unknown.</summary>
    public Yen? FeeOf(string? size, DateOnly day) =>
        SizesOn(day) is { Count: > 0 } sizes ? sizes.FirstOrDefault(s => s.Code == size)?.Fee : Fee;
}

/// <summary>A thing that is not collected, and what to do with it.</summary>
public sealed record ExcludedThing
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    public required Items<string> Synonyms { get; init; }

    /// <summary>How to get rid of it, and whom to ask.</summary>
    public required LocalText Advice { get; init; }
}

/// <summary>Where the things are put out.</summary>
public sealed record Spot(string Code, LocalText Name, LocalText Note);

/// <summary>A part of the town as residents name it, and the zone in which it is collected.</summary>
public sealed record CollectionArea(string Code, LocalText Name, string Kana, Items<string> PostalCodes, string Zone, GeoPoint? Point = null);
