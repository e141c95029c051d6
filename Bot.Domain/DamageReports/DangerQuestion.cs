using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks whether somebody may come to harm now. Its words name 119 and 110 before all else.</summary>
/// <param name="Kind">The question whose hint is said first, where no other question has said it.</param>
public sealed record DangerQuestion(QuestionId Id, string Key, QuestionId? Kind = null) : OptionsQuestion(Id, Key)
{
    public static Items<string> Keys { get; } = ["no", "yes", "life"];

    public override Items<Need> Needs(Answers answers) => Kind is null ? [] : [new DamagePlanNeed()];

    public override Prompt Ask(Asking at) => Kind is { } kind && KindQuestion.Picked(kind, at)?.Hint is { } hint && base.Ask(at) is var prompt
        ? prompt with { Text = new Words.Lines([new Words.Local(hint), prompt.Text]) }
        : base.Ask(at);

    /// <summary>「なし」 answers it as well as the button does.</summary>
    public override Reading Read(Input input, Asking at) =>
        input is Input.Said(var text) && at.Words.Hears("none", text) ? new Reading.Understood(new Answer.Chosen("no")) : base.Read(input, at);

    public override Items<Button.Pick> Options(Asking at) => [.. Keys.Select(k => new Button.Pick(k, Words.Of($"damage-report.danger.{k}")))];

    public override bool Fits(Answer answer) => answer is Answer.Chosen(var key) && Keys.Contains(key, StringComparer.Ordinal);

    public override Items<string> Phrases => [.. Keys.Select(k => $"damage-report.danger.{k}")];

    /// <summary>What an answer says; <see cref="Danger.No"/> when the question was not reached.</summary>
    public static Danger Of(Answer? answer) => answer switch
    {
        Answer.Chosen("life") => Danger.Life,
        Answer.Chosen("yes") => Danger.Yes,
        _ => Danger.No,
    };
}
