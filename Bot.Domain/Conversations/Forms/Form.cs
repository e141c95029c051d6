using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A form is data: listed questions, forks that point only forward, asked in the talk, on our page or at the counter.</summary>
/// <param name="Key">Where its phrases stand: <c>{Key}.title</c>; <c>hear.{Id}</c> lists the words that start it.</param>
public sealed record Form(FormId Id, int Version, string Key, Items<Question> Questions)
{
    /// <summary>Whether everything is read back before it is sent off. A form that only shows something has no review.</summary>
    public bool Reviewed { get; init; } = true;

    /// <summary>Where the words under the review stand: <c>{ReviewKey}.send</c> on its button, <c>{ReviewKey}.how</c> for what to type instead.</summary>
    public string ReviewKey { get; init; } = "review";

    /// <summary>Whether it stands in the menu.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>The question to which photos belong that come within a day after the form was sent off, whatever was answered.</summary>
    public QuestionId? PhotosAfter { get; init; }

    public Question? this[QuestionId id] => Questions.FirstOrDefault(q => q.Id == id);

    /// <summary>What is wrong with the form. A form with faults does not load.</summary>
    public IEnumerable<string> Faults()
    {
        if (Questions.Count == 0)
        {
            yield return "no questions";
        }

        if (Questions.DistinctBy(q => q.Id).Count() != Questions.Count)
        {
            yield return "two questions share an id";
        }

        if (Version < 1 || Id.Value.Length == 0 || Id.Value.Contains('/', StringComparison.Ordinal) || Id.Value.Length > 60)
        {
            yield return "needs a version from 1 and an id of 1 to 60 characters without '/'";
        }

        foreach (var (at, question) in Questions.Index())
        {
            foreach (var fork in question.Forks.Where(f => f.To is { } to && Questions.Index().All(q => q.Item.Id != to || q.Index <= at)))
            {
                yield return $"'{question.Id.Value}' forks to '{fork.To!.Value.Value}', which does not come after it";
            }

            if (question is { Class: DataClass.Open } and TextQuestion { Kind: not TextKind.Free })
            {
                yield return $"'{question.Id.Value}' asks for a {((TextQuestion)question).Kind} in the talk; it must be Personal";
            }

            if (question is { Class: DataClass.Personal } and not (TextQuestion or CountQuestion or ChoiceQuestion))
            {
                yield return $"'{question.Id.Value}' is Personal, but our page cannot ask a {question.GetType().Name}";
            }

            if (question is { Class: DataClass.Personal, Forks.Count: > 0 })
            {
                yield return $"'{question.Id.Value}' is Personal and forks; a page asks a run of questions at once";
            }
        }
    }
}
