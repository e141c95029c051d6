using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>The first and the last day of it; the same for a single day.</summary>
public readonly record struct DaySpan(DateOnly First, DateOnly Last)
{
    public bool Holds(DateOnly day) => First <= day && day <= Last;

    public int Count => Last.DayNumber - First.DayNumber + 1;

    public bool Meets(DaySpan other) => First <= other.Last && other.First <= Last;
}

/// <summary>One report about one child.</summary>
/// <param name="Citizen">The guardian who sent it; <c>null</c> when staff took it by telephone.</param>
public sealed record Absence(
    Guid Id, string School, ChildId Child, CitizenId? Citizen, AbsenceKind Kind, DaySpan Days, AbsenceState State, DateTimeOffset SentAt, DateTimeOffset? SeenAt)
{
    /// <summary>When a child that comes late is expected; <c>null</c> when nobody said.</summary>
    public TimeOnly? ExpectedAt { get; init; }
}

/// <summary>Why; under seal in the database.</summary>
/// <param name="Reason">One of <see cref="AbsenceReason.Codes"/>; <c>null</c> when nobody said.</param>
public sealed record AbsenceStory(string? Reason, string? Remark)
{
    public bool IsEmpty => Reason is null && Remark is null;
}
