using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>Where the resident stands is computed from the answers; no step number is ever stored.</summary>
public static class Journey
{
    /// <summary>The questions reached, in order; all wholly answered but perhaps the last.</summary>
    public static Items<Question> Path(Form form, Answers answers)
    {
        var path = new List<Question>(form.Questions.Count);
        for (var at = 0; at < form.Questions.Count;)
        {
            var question = form.Questions[at];
            path.Add(question);
            if (!IsAnswered(question, answers))
            {
                break;
            }

            at = NextIndex(form, at, answers[question.Id]!);
        }

        return [.. path];
    }

    /// <summary>The path without what was passed over: what a resident was asked, can go back to and correct.</summary>
    public static Items<Question> Seen(Form form, Answers answers) => [.. Path(form, answers).Where(q => !IsPassedOver(q, answers))];

    private static bool IsPassedOver(Question question, Answers answers) => answers[question.Id] is { } answer && question.IsSettled(answer);

    /// <summary>The question to ask now; <c>null</c> when all are answered and it is time to review.</summary>
    public static Question? Open(Form form, Answers answers) =>
        Path(form, answers) is [.., var last] && !IsAnswered(last, answers) ? last : null;

    /// <summary>The run of personal questions that our page asks at once, from <paramref name="first"/> on.</summary>
    public static Items<Question> Page(Form form, Question first) =>
        [.. form.Questions.SkipWhile(q => q.Id != first.Id).TakeWhile(q => q.Class == DataClass.Personal)];

    /// <summary>How many questions there will be, as far as the answers tell.</summary>
    public static int Length(Form form, Answers answers)
    {
        var count = 0;
        for (var at = 0; at < form.Questions.Count;)
        {
            var question = form.Questions[at];
            count += IsPassedOver(question, answers) ? 0 : 1;
            at = answers[question.Id] is { } answer ? NextIndex(form, at, answer) : at + 1;
        }

        return count;
    }

    /// <summary>Where a page goes on after a question, answered or not: an unanswered one is taken to go the first way that it may fork to.</summary>
    public static int After(Form form, int at, Answer? answer) => answer is not null ? NextIndex(form, at, answer)
        : form.Questions[at].Forks.FirstOrDefault(f => f.To is not null)?.To is { } to ? form.Questions.Index().First(q => q.Item.Id == to).Index
        : at + 1;

    /// <summary>The draft brought to the form's present version: what no longer fits is dropped, the walk finds the place.</summary>
    public static Answers Fitting(Form form, Answers answers) =>
        answers.Only(answers.Each.Where(a => form[a.Question]?.Fits(a.Answer) == true).Select(a => a.Question));

    public static bool IsAnswered(Question question, Answers answers) =>
        answers[question.Id] is { } answer && question.Fits(answer) && question.IsWhole(answer);

    private static int NextIndex(Form form, int at, Answer answer)
    {
        var question = form.Questions[at];
        if (question.Forks.Count == 0 || answer.Route is not { } route)
        {
            return at + 1;
        }

        return question.Forks.FirstOrDefault(f => f.When == route) switch
        {
            null => at + 1,
            { To: null } => form.Questions.Count,
            { To: { } to } => form.Questions.Index().First(q => q.Index > at && q.Item.Id == to).Index,
        };
    }
}
