using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>How soon something should be seen to, 0 to 100, with the points of each reason. It orders the list; people decide.</summary>
public sealed record Urgency(int Score, Items<UrgencyReason> Why)
{
    public const int Most = 100;

    /// <param name="isTrusted">Whether somebody of the fire brigade is among those who report it.</param>
    /// <param name="joiners">Residents beside the first who report the same thing.</param>
    public static Urgency Of(DamageKind kind, Danger danger, RoadOwner road, int joiners, bool isDisaster = false, bool isWarned = false, bool isTrusted = false)
    {
        UrgencyReason[] all =
        [
            new("kind", 10 * kind.Severity),
            new("danger", danger switch { Danger.Life => 50, Danger.Yes => 30, _ => 0 }),
            new("road", road switch { RoadOwner.State => 15, RoadOwner.Prefecture => 10, _ => 0 }),
            // Many who report the same count for more, but the tenth tells little that the ninth did not.
            new("joiners", Math.Min(25, 5 * Math.Max(0, joiners))),
            new("disaster", isDisaster ? 15 : 0),
            new("warning", isWarned ? 10 : 0),
            new("trusted", isTrusted ? 20 : 0),
        ];
        return new Urgency(Math.Min(Most, all.Sum(r => r.Points)), [.. all.Where(r => r.Points > 0)]);
    }
}

/// <param name="Code">Stored: added to, never changed.</param>
public sealed record UrgencyReason(string Code, int Points);

/// <summary>What the resident says of the moment. The numbers are stored.</summary>
public enum Danger
{
    No = 0,
    Yes = 1,

    /// <summary>A life is at stake.</summary>
    Life = 2,
}
