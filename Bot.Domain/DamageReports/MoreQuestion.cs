using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks whether there is more to say, or an answer by telephone is wanted. Only then is anything personal asked, on our own page.</summary>
/// <param name="Danger">When a life is at stake, 119 and 110 are said first.</param>
public sealed record MoreQuestion(QuestionId Id, string Key, QuestionId Danger) : OptionsQuestion(Id, Key)
{
    public const string Nothing = "nothing";
    public const string Write = "words";
    public const string Call = "call";

    private static readonly string[] Keys = [Nothing, Write, Call];

    public override Items<Button.Pick> Options(Asking at) => [.. Keys.Select(k => new Button.Pick(k, Words.Of($"damage-report.more.{k}")))];

    /// <summary>「特になし」 answers it as well as the button does.</summary>
    public override Reading Read(Input input, Asking at) =>
        input is Input.Said(var text) && at.Words.Hears("none", text) ? new Reading.Understood(new Answer.Chosen(Nothing)) : base.Read(input, at);

    public override Prompt Ask(Asking at) => base.Ask(at) is var prompt && DangerQuestion.Of(at.Answers[Danger]) == DamageReports.Danger.Life
        ? prompt with { Text = new Words.Lines([Words.Of("damage-report.life"), prompt.Text]) }
        : prompt;

    public override bool Fits(Answer answer) => answer is Answer.Chosen(var key) && Keys.Contains(key, StringComparer.Ordinal);

    public override Items<string> Phrases => ["damage-report.life", .. Keys.Select(k => $"damage-report.more.{k}")];
}
