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

/// <summary>What is written; under seal in the database, and never in a message of LINE.</summary>
public sealed record LetterContent(string Title, string Body);

/// <summary>What a school has sent to guardians.</summary>
/// <param name="Classes">Whose guardians; empty for the whole school.</param>
/// <param name="Until">The last day on which it can be read.</param>
public sealed record SchoolLetter(
    Guid Id, string School, LetterKind Kind, LetterContent Content, Items<ClassId> Classes, DateOnly Until, DateTimeOffset SentAt, DateTimeOffset? WithdrawnAt)
{
    public const int LongestTitle = 60;
    public const int LongestBody = 4000;

    /// <summary>So long it may be readable; what is needed longer is put on paper.</summary>
    public const int MostDays = 366;

    public bool AsksToConfirm => Kind == LetterKind.Urgent;

    public bool IsReadable(DateTimeOffset now) => WithdrawnAt is null && JapanTime.Day(now) <= Until;

    public bool IsFor(Pupil pupil) => Classes.Count == 0 || Classes.Contains(pupil.Class.Id);
}

/// <summary>One guardian who got a letter.</summary>
public sealed record LetterReader(Guid Id, Guid Letter, CitizenId Citizen, DateTimeOffset? OpenedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? RemindedAt);
