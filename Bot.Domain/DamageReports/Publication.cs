using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>What a town tells the public of its damage reports. Of kinds without a rule nothing is told.</summary>
/// <param name="ClosedDays">So many days after it was closed a case is no longer shown.</param>
/// <param name="Licence">Under which anybody may use the data.</param>
public sealed record Publication(Items<PublicationRule> Rules, int ClosedDays, Licence Licence)
{
    public PublicationRule? Of(string kind) => Rules.FirstOrDefault(r => r.Kind == kind);

    /// <summary>The codes of the kinds that are published so.</summary>
    public Items<string> Kinds(PublishWhen when) => [.. Rules.Where(r => r.When == when).Select(r => r.Kind)];

    /// <summary>What was closed before that moment is not shown any more.</summary>
    public DateTimeOffset ClosedSince(DateTimeOffset now) => now.AddDays(-ClosedDays);
}

/// <summary>How cases of one kind are published.</summary>
public sealed record PublicationRule(string Kind, PublishWhen When, PlaceShown Place);

/// <param name="Address">Of its text.</param>
public sealed record Licence(LocalText Name, string Address);

public enum PublishWhen
{
    Never,

    /// <summary>When staff have looked at it and said so.</summary>
    AfterLook,

    /// <summary>Until staff say otherwise.</summary>
    AtOnce,
}

/// <summary>How exactly the public is told where it is.</summary>
public enum PlaceShown
{
    /// <summary>The name of the part of the town, and no point.</summary>
    District,

    /// <summary>A point of a grid of about 100 m, the same for all that lie around it.</summary>
    Near,

    Exact,
}

/// <summary>Whether the public sees a case, and if not, why.</summary>
public enum PublicStanding
{
    Shown,

    /// <summary>The town tells nothing of that kind.</summary>
    Never,

    /// <summary>Nobody has looked at it yet.</summary>
    Waiting,

    Withdrawn,

    /// <summary>Closed so long ago that it is no longer shown.</summary>
    Over,

    /// <summary>It goes on as another case.</summary>
    Merged,

    /// <summary>It is another town's, which tells of it itself.</summary>
    Elsewhere,
}

/// <summary>Decides whether the public sees a case.</summary>
public static class PublicStandings
{
    /// <param name="shown">What staff said; <c>null</c> when they said nothing.</param>
    /// <param name="wasShown">Whether it was shown at some time before staff took it away.</param>
    public static PublicStanding Of(
        Publication? publication, string kind, ReportState state, RouteTarget target, DateTimeOffset changed, bool? shown, bool wasShown, DateTimeOffset now) => publication?.Of(kind) switch
    {
        null or { When: PublishWhen.Never } => PublicStanding.Never,
        _ when shown is false => wasShown ? PublicStanding.Withdrawn : PublicStanding.Waiting,
        { When: PublishWhen.AfterLook } when shown is null => PublicStanding.Waiting,
        _ when state is ReportState.Duplicate => PublicStanding.Merged,
        _ when target is RouteTarget.OtherTown => PublicStanding.Elsewhere,
        _ when !state.IsOpen && changed < publication.ClosedSince(now) => PublicStanding.Over,
        _ => PublicStanding.Shown,
    };
}
