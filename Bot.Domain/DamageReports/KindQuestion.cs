using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks what is wrong, of what the town takes reports of.</summary>
public sealed record KindQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new DamagePlanNeed()];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. at.Facts.Get(new DamagePlanNeed()).Offered.Select(k => new Button.Pick(k.Code, new Words.Local(k.Name)))];

    public override Prompt Ask(Asking at) => at.Facts.Get(new DamagePlanNeed()).IsDisaster
        ? base.Ask(at) with { Text = Words.Of("damage-report.kind.ask-disaster") }
        : base.Ask(at);

    public override Items<string> Phrases => ["damage-report.kind.ask-disaster"];

    /// <summary>A kind that is known but not offered just now still has its name.</summary>
    public override Words Show(Answer answer, Asking at) =>
        at.Facts.Get(new DamagePlanNeed()).Kind(((Answer.Chosen)answer).Key) is { } kind ? new Words.Local(kind.Name) : Words.Of("review.gone");

    internal static DamageKind? Picked(QuestionId question, Asking at) =>
        at.Answers[question] is Answer.Chosen(var key) ? at.Facts.Get(new DamagePlanNeed()).Kind(key) : null;
}
