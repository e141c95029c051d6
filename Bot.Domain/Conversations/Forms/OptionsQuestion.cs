using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A question with a list to pick from; the list may come from the facts.</summary>
public abstract record OptionsQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    public abstract Items<Button.Pick> Options(Asking at);

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"), Options(at));

    public override Reading Read(Input input, Asking at) => Pick(input, Options(at), at) is { } picked
        ? new Reading.Understood(new Answer.Chosen(picked.Key))
        : new Reading.Puzzled(Words.Of("hint.choice"));

    public override Words Show(Answer answer, Asking at) =>
        Options(at).FirstOrDefault(o => o.Key == ((Answer.Chosen)answer).Key)?.Label ?? Words.Of("review.gone");

    public override bool Fits(Answer answer) => answer is Answer.Chosen;

    /// <summary>The option that was tapped, typed by its number, or typed by its label in any language; <c>null</c> if none or several.</summary>
    public static Button.Pick? Pick(Input input, Items<Button.Pick> options, Asking at)
    {
        switch (input)
        {
            case Input.Tapped(var key):
                return options.FirstOrDefault(o => o.Key == key);
            case Input.Said(var text):
                var said = JapaneseText.Fold(text);
                if (said.Length == 0)
                {
                    return null;
                }

                return options.FirstOrDefault(o => Labels(o, at).Any(l => l == said))
                    ?? (JapaneseText.Number(text) is { } n && n >= 1 && n <= options.Count ? options[n - 1] : null)
                    ?? (said.Length >= 2 && options.Where(o => Labels(o, at).Any(l => l.Contains(said, StringComparison.Ordinal))).ToArray() is [var only]
                        ? only
                        : null);
            default:
                return null;
        }
    }

    private static IEnumerable<string> Labels(Button.Pick option, Asking at) =>
        Language.Complete.Select(language => JapaneseText.Fold(at.Words.Say(option.Label, language))).Distinct(StringComparer.Ordinal);
}

/// <summary>A question whose choices stand in the form itself; their words are <c>{Key}.{choice}</c>.</summary>
public sealed record ChoiceQuestion(QuestionId Id, string Key, Items<string> Choices) : OptionsQuestion(Id, Key)
{
    public override Items<Button.Pick> Options(Asking at) => [.. Choices.Select(c => new Button.Pick(c, Words.Of($"{Key}.{c}")))];

    public override bool Fits(Answer answer) => answer is Answer.Chosen(var key) && Choices.Contains(key, StringComparer.Ordinal);

    public override Items<string> Phrases => [.. Choices.Select(c => $"{Key}.{c}")];
}
