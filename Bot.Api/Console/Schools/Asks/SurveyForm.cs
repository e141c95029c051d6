using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>One question as it was typed.</summary>
public sealed record TypedQuestion(string Text, QuestionKind Kind, string Options, bool Must)
{
    public bool IsEmpty => Text.Length == 0 && Options.Length == 0;

    public Items<string> Lines => [.. Options.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

/// <summary>What was typed of a survey, and what is wrong with it.</summary>
public sealed record SurveyForm(Guid Id, string Title, bool PerHome, DateOnly? Due, Items<TypedQuestion> Questions)
{
    public const int MostDays = 366;
    private const int Beginning = 3;
    private const int UsualDays = 7;
    private static readonly TypedQuestion Blank = new("", QuestionKind.One, "", true);

    public Items<string> Wrong { get; init; } = [];

    public static SurveyForm Empty(DateOnly today) => new(Guid.NewGuid(), "", false, today.AddDays(UsualDays), [.. Enumerable.Repeat(Blank, Beginning)]);

    public static SurveyForm Of(Ask ask) => new(
        ask.Id, ask.Content.Title, ask.PerHome, ask.Due, [.. ask.Content.Questions.Select(q => new TypedQuestion(q.Text, q.Kind, string.Join('\n', q.Options), q.Must))]);

    public static SurveyForm From(Visit visit)
    {
        var count = int.TryParse(visit.Field("count"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, SurveyQuestion.MostQuestions) : Beginning;
        return new SurveyForm(
            Guid.TryParseExact(visit.Field("id"), "n", out var id) ? id : Guid.NewGuid(), visit.Field("title"), visit.Has("home"), AskShown.Day(visit.Field("due")),
            [.. Enumerable.Range(0, count).Select(q => new TypedQuestion(visit.Field($"t{q}"), Enum.TryParse<QuestionKind>(visit.Field($"k{q}"), out var kind) && Enum.IsDefined(kind) ? kind : QuestionKind.One, visit.Field($"o{q}"), visit.Has($"m{q}")))]);
    }

    /// <summary>With room for one question more.</summary>
    public SurveyForm Longer => this with { Questions = [.. Questions.Append(Blank).Take(SurveyQuestion.MostQuestions)] };

    public SurveyForm Judged(DateOnly today) => this with { Wrong = [.. Faults(today)] };

    public Ask Ask(School school, DateTimeOffset now) => new(
        Id, school.Code, AskKind.Survey,
        new AskContent(Title, [.. Questions.Where(q => !q.IsEmpty).Select(q => new SurveyQuestion(q.Text, q.Kind, q.Kind is QuestionKind.One or QuestionKind.Several ? q.Lines : [], q.Must))]),
        PerHome, Due!.Value, null, now);

    private IEnumerable<string> Faults(DateOnly today)
    {
        if (Title.Length is 0 or > AskContent.LongestTitle)
        {
            yield return $"題名を{AskContent.LongestTitle}文字までで入力してください。";
        }

        if (Due is not { } due || due < today || due > today.AddDays(MostDays))
        {
            yield return "締め切りは、今日から1年以内にしてください。";
        }

        if (Questions.All(q => q.IsEmpty))
        {
            yield return "質問を1つ以上入力してください。";
        }

        foreach (var (n, question) in Questions.Index().Where(q => !q.Item.IsEmpty))
        {
            foreach (var fault in Faults(question))
            {
                yield return $"質問{n + 1}：{fault}";
            }
        }
    }

    private static IEnumerable<string> Faults(TypedQuestion question)
    {
        if (question.Text.Length is 0 or > SurveyQuestion.LongestText)
        {
            yield return $"質問の文を{SurveyQuestion.LongestText}文字までで入力してください。";
        }

        if (question.Kind is not (QuestionKind.One or QuestionKind.Several))
        {
            yield break;
        }

        if (question.Lines.Count is < 2 or > SurveyQuestion.MostOptions || question.Lines.Distinct(StringComparer.Ordinal).Count() != question.Lines.Count)
        {
            yield return $"選択肢を1行に1つ、違うものを2から{SurveyQuestion.MostOptions}まで入力してください。";
        }

        if (question.Lines.Any(l => l.Length > SurveyQuestion.LongestOption))
        {
            yield return $"選択肢は{SurveyQuestion.LongestOption}文字までにしてください。";
        }
    }
}
