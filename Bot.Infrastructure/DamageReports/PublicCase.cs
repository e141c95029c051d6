using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A case as everybody may see it: nothing of those who reported it.</summary>
/// <param name="Place">As coarse as the town says for its kind.</param>
/// <param name="Words">Staff's description; <c>null</c> when the kind's name says all.</param>
/// <param name="UpdatedAt">The last change of what the public sees.</param>
/// <param name="Whose">Who sees to it, as residents call them.</param>
public sealed record PublicCase(
    Guid Id, string Number, string Kind, LocalText KindName, ReportState State, PublicPlace Place, string? Words, LocalText Whose, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt);

/// <summary>Which cases are looked for; what is <c>null</c> or empty does not matter.</summary>
public sealed record PublicFilter
{
    /// <summary>Codes of kinds.</summary>
    public Items<string> Kinds { get; init; }

    public bool? IsOpen { get; init; }

    public Items<string> Numbers { get; init; }

    /// <summary>Reported at that moment or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Reported at that moment or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Something happened to it, or was said of it, at that moment or later.</summary>
    public DateTimeOffset? Changed { get; init; }
}

/// <param name="Total">How many there are altogether.</param>
public sealed record PublicPage(Items<PublicCase> Cases, int Total);

/// <summary>What is to be said to somebody who asks for a case by its number.</summary>
public abstract record PublicFound
{
    private PublicFound() { }

    public sealed record Shown(PublicCase Case) : PublicFound;

    /// <summary>It goes on as another, which can be seen.</summary>
    public sealed record Moved(string Number) : PublicFound;

    /// <summary>It could be seen once.</summary>
    public sealed record Gone : PublicFound;

    public sealed record Unknown : PublicFound;
}

/// <summary>A step of a case that the public may know.</summary>
/// <param name="Kind">As the timeline calls it, such as <c>planned</c>; <c>answer</c> for an answer of staff.</param>
/// <param name="Day">Of a planned day.</param>
/// <param name="To">Of a case that was passed on: whose it is.</param>
/// <param name="Words">Of an answer.</param>
public sealed record PublicStep(Guid Id, Guid Case, DateTimeOffset At, string Kind, DateOnly? Day = null, LocalText? To = null, string? Words = null);
