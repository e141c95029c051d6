using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Letters;

/// <summary>How far a letter has come to the home of one child: the furthest of its guardians counts.</summary>
public enum Reached
{
    /// <summary>No guardian is linked, or none got it: to be telephoned, or given paper.</summary>
    Nobody,
    Sent,
    Opened,
    Confirmed,
}

/// <summary>A child and how far the letter came.</summary>
public sealed record ReachedPupil(Pupil Pupil, Reached Reached)
{
    /// <summary>Whether what the letter asks is answered for the child; <c>null</c> when nothing is asked.</summary>
    public bool? HasAnswered { get; init; }
}

/// <summary>Counts by home and not by guardian: where the father has confirmed, nobody must telephone the mother.</summary>
public static class LetterReach
{
    /// <param name="pupils">Those whom the letter is for.</param>
    /// <param name="guardians">The guardians linked now, by child.</param>
    public static IReadOnlyList<ReachedPupil> Of(IEnumerable<Pupil> pupils, ILookup<ChildId, CitizenId> guardians, IReadOnlyDictionary<CitizenId, LetterReader> readers) =>
    [
        .. pupils.Select(p => new ReachedPupil(
            p, guardians[p.Child.Id].Select(g => Reached(readers.GetValueOrDefault(g))).DefaultIfEmpty(Letters.Reached.Nobody).Max())),
    ];

    /// <summary>Whether the letter is through: what asks to be confirmed must be, anything else must be opened.</summary>
    public static bool IsThrough(SchoolLetter letter, Reached reached) => reached == Letters.Reached.Confirmed || (!letter.AsksToConfirm && reached == Letters.Reached.Opened);

    /// <summary>An answer that is owed holds it up; one that is given, be it on paper, shows that it was read.</summary>
    public static bool IsThrough(SchoolLetter letter, ReachedPupil pupil) => pupil.HasAnswered switch
    {
        false => false,
        true when !letter.AsksToConfirm => true,
        _ => IsThrough(letter, pupil.Reached),
    };

    private static Reached Reached(LetterReader? reader) => reader switch
    {
        null => Letters.Reached.Nobody,
        { ConfirmedAt: not null } => Letters.Reached.Confirmed,
        { OpenedAt: not null } => Letters.Reached.Opened,
        _ => Letters.Reached.Sent,
    };
}
