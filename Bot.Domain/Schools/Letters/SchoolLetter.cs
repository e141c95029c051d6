using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Letters;

public enum LetterKind
{
    /// <summary>お便り.</summary>
    Letter,

    /// <summary>献立・アレルギー.</summary>
    Menu,

    /// <summary>緊急連絡, which replaces the telephone tree: each guardian confirms, and who does not is telephoned.</summary>
    Urgent,
}

/// <summary>What a school has sent to guardians.</summary>
/// <param name="Classes">Whose guardians; for the whole school when no class, grade or group is named.</param>
/// <param name="Until">The last day on which it can be read.</param>
public sealed record SchoolLetter(
    Guid Id, string School, LetterKind Kind, LetterContent Content, Items<ClassId> Classes, DateOnly Until, DateTimeOffset SentAt, DateTimeOffset? WithdrawnAt)
{
    public const int LongestTitle = 60;
    public const int LongestBody = 4000;

    /// <summary>So long it may be readable; what is needed longer is put on paper.</summary>
    public const int MostDays = 366;

    public Items<int> Grades { get; init; } = [];

    /// <summary>Clubs and buses.</summary>
    public Items<GroupId> Groups { get; init; } = [];

    /// <summary>The files that go with it, in their order; guardians see these and no others.</summary>
    public Items<Guid> Files { get; init; } = [];

    public bool AsksToConfirm => Kind == LetterKind.Urgent;

    public bool IsForAll => Classes.Count == 0 && Grades.Count == 0 && Groups.Count == 0;

    public bool IsReadable(DateTimeOffset now) => WithdrawnAt is null && JapanTime.Day(now) <= Until && !Content.IsEmptied;

    /// <param name="members">The children who are in its clubs and buses now.</param>
    public bool IsFor(Pupil pupil, IReadOnlySet<ChildId> members) =>
        IsForAll || Classes.Contains(pupil.Class.Id) || Grades.Contains(pupil.Class.Grade) || members.Contains(pupil.Child.Id);
}

/// <summary>One guardian who got a letter.</summary>
public sealed record LetterReader(Guid Id, Guid Letter, CitizenId Citizen, DateTimeOffset? OpenedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? RemindedAt);
