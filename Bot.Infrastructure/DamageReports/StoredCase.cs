using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A case as its row holds it.</summary>
public sealed record StoredCase
{
    public required TownId Town { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Such as <c>D08-00012</c>; what residents and staff call it by.</summary>
    public required string Number { get; init; }

    public required string Kind { get; init; }

    public required string Group { get; init; }

    /// <summary>Where the first who reported it put it.</summary>
    public required GeoPoint Point { get; init; }

    public required ReportState State { get; init; }

    public required RouteTarget Target { get; init; }

    public required RoadOwner Road { get; init; }

    /// <summary>How <see cref="Target"/> was found.</summary>
    public required Items<RouteReason> Why { get; init; }

    /// <summary>The worst that anybody said.</summary>
    public required Danger Danger { get; init; }

    /// <summary>How many residents reported it, those of cases that were merged into it included.</summary>
    public required int Reporters { get; init; }

    public required Urgency Urgency { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Reported in a drill: it is handed over to nobody and counts for nothing.</summary>
    public bool IsDrill { get; init; }

    /// <summary>Somebody of the fire brigade is among those who reported it.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>The town that handed it over, and its case there.</summary>
    public CaseOrigin? From { get; init; }

    /// <summary>Raised by every change, so that who saw an older one is told.</summary>
    public int Version { get; init; } = 1;

    public string Subject => $"{Id:n}";
}

public sealed record CaseOrigin(TownId Town, Guid Case);

/// <summary>One resident's report.</summary>
/// <param name="Citizen"><c>null</c> when nobody is to be told by LINE, or the resident was erased.</param>
public sealed record StoredReport(
    Guid Id, Guid Case, CitizenId? Citizen, Language Language, GeoPoint Point, Danger Danger, bool WantsCall, Items<string> Photos, DateTimeOffset At)
{
    /// <summary>When the place was sent, where that was before the report.</summary>
    public DateTimeOffset? NoticedAt { get; init; }
}

/// <summary>What is personal in a report; stored under seal and shown to staff only.</summary>
/// <param name="Place">The words for the place, which people write freely.</param>
public sealed record Reporter(string? Name, string? Telephone, string? Remark, string? Place)
{
    public bool IsNobody() => Name is null && Telephone is null && Remark is null && Place is null;
}
