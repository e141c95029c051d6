using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Asks which child, by the guardian's own nickname for it. With one child it is passed over; without any it says how to be linked.</summary>
public sealed record ReportedChildQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. at.Facts.Get(new ReportingNeed()).Children.Select(c => new Button.Pick(c.Key, new Words.Plain(c.Nickname)))];

    public override Prompt Ask(Asking at) => Options(at) is { Count: > 0 } options ? new Prompt(Words.Of($"{Key}.ask"), options) : new Prompt(Words.Of("school-absence.nobody"));

    public override Reading Read(Input input, Asking at) => Options(at).Count == 0 ? new Reading.Puzzled(Words.Of("school-absence.nobody")) : base.Read(input, at);

    public override Answer? Settle(Asking at) => Options(at).Count == 1 ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override bool Fits(Answer answer) => answer is Answer.Chosen or Answer.Skipped;

    public override Items<string> Phrases => ["school-absence.nobody"];
}
