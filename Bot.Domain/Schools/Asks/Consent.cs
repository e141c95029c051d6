using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Asks;

/// <summary>What consent is asked for, such as pictures on the school's page.</summary>
public sealed record ConsentKind(Guid Id, string School, string Title)
{
    public const int LongestTitle = 60;
    public const int MostKinds = 10;
}

/// <summary>One word on a kind for a child.</summary>
/// <param name="Citizen">The guardian who gave it; none for the paper that the school holds.</param>
/// <param name="Says">Nothing where the paper was taken back.</param>
public sealed record ConsentWord(Guid Kind, ChildId Child, CitizenId? Citizen, bool? Says, DateTimeOffset At);

/// <summary>What is so for a child and a kind.</summary>
/// <param name="MayBeShown">Only where all who spoke say yes; silence is no yes.</param>
/// <param name="Differs">The school has two answers before it.</param>
/// <param name="Words">The last word of each who may speak now, the first of them first.</param>
public sealed record ConsentStanding(bool MayBeShown, bool Differs, Items<ConsentWord> Words)
{
    public bool IsUnknown => Words.Count == 0;

    /// <param name="child">Nothing of a protected child is shown, whatever was said.</param>
    /// <param name="all">All words on this child and kind, in any order.</param>
    /// <param name="linked">The guardians who are linked to the child now; the words of others have ended with their links.</param>
    public static ConsentStanding Of(Child child, IEnumerable<ConsentWord> all, IReadOnlyCollection<CitizenId> linked)
    {
        Items<ConsentWord> last =
        [
            .. all.Where(w => w.Citizen is not { } guardian || linked.Contains(guardian))
                .GroupBy(w => w.Citizen).Select(g => g.MaxBy(w => w.At)!).Where(w => w.Says is not null).OrderBy(w => w.At),
        ];
        return new ConsentStanding(!child.IsProtected && last.Count > 0 && last.All(w => w.Says is true), last.Select(w => w.Says).Distinct().Count() > 1, last);
    }
}
