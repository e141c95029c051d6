using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Asks;

/// <summary>The answer that counts for a child.</summary>
/// <param name="Home">The same for children for whom it was given at once.</param>
public sealed record Answered(ChildId Child, Guid Home, Items<SurveyAnswer> Answers);

/// <summary>How often something was said, in the whole school and by class.</summary>
public sealed record SurveyTally(int Whole, Items<int> ByClass);

/// <summary>Counts a survey. Asked by home, an answer counts once in the whole and once in each class where the home has a child.</summary>
public sealed class SurveyCount(bool perHome, IReadOnlyList<ClassId> classes, IReadOnlyList<(ClassId Class, Answered Answer)> given)
{
    public IReadOnlyList<ClassId> Classes => classes;

    /// <summary>How many answered at all.</summary>
    public SurveyTally All => Tally(_ => true);

    public SurveyTally Picked(int question, int option) => Tally(a => a.Answers[question].Picked.Contains(option));

    /// <summary>How many left a question out.</summary>
    public SurveyTally Empty(int question) => Tally(a => a.Answers[question].IsEmpty);

    /// <summary>The numbers that were given, each home's once.</summary>
    public IReadOnlyList<int> Numbers(int question) =>
    [
        .. Once(given.Select(g => g.Answer)).Select(a => a.Answers[question].Text).Where(t => t.Length > 0)
            .Select(t => int.Parse(t, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private SurveyTally Tally(Func<Answered, bool> says) => new(
        Once(given.Select(g => g.Answer).Where(says)).Count(),
        [.. classes.Select(c => Once(given.Where(g => g.Class == c).Select(g => g.Answer).Where(says)).Count())]);

    private IEnumerable<Answered> Once(IEnumerable<Answered> answers) => perHome ? answers.DistinctBy(a => a.Home) : answers;
}
