using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Asks;

public enum QuestionKind
{
    One,
    Several,
    Text,
    Number,
}

/// <param name="Options">What can be chosen; empty for text and numbers.</param>
/// <param name="Must">Whether an answer is needed.</param>
public sealed record SurveyQuestion(string Text, QuestionKind Kind, Items<string> Options, bool Must)
{
    public const int MostQuestions = 10;
    public const int MostOptions = 20;
    public const int LongestText = 200;
    public const int LongestOption = 60;
    public const int LongestAnswer = 500;

    public bool IsChoice => Kind is QuestionKind.One or QuestionKind.Several;
}

/// <summary>The answer to one question: the options by their place, or what was typed.</summary>
public sealed record SurveyAnswer(Items<int> Picked, string Text)
{
    public static readonly SurveyAnswer None = new([], "");

    public bool IsEmpty => Picked.Count == 0 && Text.Length == 0;
}

public enum SurveyFault
{
    Missing,
    TooLong,
    NoNumber,
}

/// <summary>Reads what was sent of a survey. What is not among the options, or too much, was not on our page and is left out.</summary>
public static class SurveyReading
{
    /// <summary>Numbers below this are kept exactly by a spreadsheet.</summary>
    private const int MostDigits = 9;

    /// <param name="typed">What was sent for each question.</param>
    public static (Items<SurveyAnswer> Answers, IReadOnlyDictionary<int, SurveyFault> Wrong) Of(Items<SurveyQuestion> questions, Func<int, IReadOnlyList<string>> typed)
    {
        var (answers, wrong) = (new List<SurveyAnswer>(), new Dictionary<int, SurveyFault>());
        foreach (var (n, question) in questions.Index())
        {
            var answer = Read(question, typed(n));
            answers.Add(answer);
            if (Fault(question, answer) is { } fault)
            {
                wrong[n] = fault;
            }
        }

        return ([.. answers], wrong);
    }

    /// <summary>How an answer reads in a list; several options stand beside each other.</summary>
    public static string Say(SurveyQuestion question, SurveyAnswer answer) =>
        question.IsChoice ? string.Join("、", answer.Picked.Select(p => question.Options[p])) : answer.Text;

    private static SurveyAnswer Read(SurveyQuestion question, IReadOnlyList<string> typed)
    {
        if (question.IsChoice)
        {
            var picked = Enumerable.Range(0, question.Options.Count).Where(o => typed.Contains($"{o}", StringComparer.Ordinal));
            return new SurveyAnswer([.. question.Kind == QuestionKind.One ? picked.Take(1) : picked], "");
        }

        var text = typed.Count == 0 ? "" : typed[0].Trim();
        return new SurveyAnswer([], question.Kind == QuestionKind.Number && Digits(text) is { } number ? number : text);
    }

    private static SurveyFault? Fault(SurveyQuestion question, SurveyAnswer answer) => question switch
    {
        _ when answer.IsEmpty => question.Must ? SurveyFault.Missing : null,
        { Kind: QuestionKind.Number } when Digits(answer.Text) is null => SurveyFault.NoNumber,
        _ when answer.Text.Length > SurveyQuestion.LongestAnswer => SurveyFault.TooLong,
        _ => null,
    };

    /// <summary>A whole number as it is kept, without zeros before it; <c>null</c> when it is none.</summary>
    private static string? Digits(string text)
    {
        var plain = JapaneseText.Normal(text).Trim();
        return plain.Length is > 0 and <= MostDigits && plain.All(char.IsAsciiDigit) ? plain.TrimStart('0') is { Length: > 0 } number ? number : "0" : null;
    }
}
