using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Shows the resident's own reports with their states; one of them can be picked to be told all of it.</summary>
public sealed record MyReportQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new MyReportsNeed()];

    public override Items<Button.Pick> Options(Asking at) => [.. at.Facts.Get(new MyReportsNeed()).Select(m => new Button.Pick(
        m.Id.ToString("n"),
        Words.Of("damage-report.mine.option", ("number", new Words.Plain(m.Number)), ("kind", new Words.Local(m.Kind))),
        CaseWords.StateOf(m.State)))];

    public override Prompt Ask(Asking at) => Options(at) is { Count: > 0 } options
        ? new Prompt(Words.Of($"{Key}.ask"), options)
        : new Prompt(Words.Of("damage-report.mine.empty")) { More = [CaseWords.Again] };

    public override Reading Read(Input input, Asking at) => at.Facts.Get(new MyReportsNeed()).Count == 0
        ? new Reading.Puzzled(Words.Of("damage-report.mine.empty-hint"))
        : base.Read(input, at);

    public override Items<string> Phrases => ["damage-report.mine.option", "damage-report.mine.empty", "damage-report.mine.empty-hint"];
}
