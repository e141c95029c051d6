using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>Asks whether one of the open cases nearby is the one meant. With none nearby it is passed over.</summary>
public sealed record SameQuestion(QuestionId Id, string Key, QuestionId Kind, QuestionId Place) : OptionsQuestion(Id, Key)
{
    /// <summary>None of these.</summary>
    public const string Other = "none";

    public override Items<QuestionId> Beside => [Kind, Place];

    public override Items<QuestionId> After => [Kind, Place];

    public override Items<Need> Needs(Answers answers) => answers[Kind] is Answer.Chosen(var kind) && answers[Place] is Answer.Place(var point, _)
        ? [new DamagePlanNeed(), new NearCasesNeed(kind, point)]
        : [new DamagePlanNeed()];

    public override Items<Button.Pick> Options(Asking at)
    {
        var plan = at.Facts.Get(new DamagePlanNeed());
        return
        [
            .. Near(at).Select(c => new Button.Pick(
                c.Id.ToString("n"),
                Words.Of(c.IsOwn ? "damage-report.same.own" : "damage-report.same.option", ("number", new Words.Plain(c.Number))),
                Words.Of(
                    "damage-report.same.detail",
                    ("kind", plan.Kind(c.Kind) is { } kind ? new Words.Local(kind.Name) : new Words.Plain("")),
                    ("metres", Words.Number(Rounded(c.Point.MetresTo(((Answer.Place)at.Answers[Place]!).Point)))),
                    ("age", Age(at.Now - c.At)),
                    ("state", CaseWords.StateOf(c.State))))),
            new Button.Pick(Other, Words.Of("damage-report.same.none")),
        ];
    }

    public override Words Show(Answer answer, Asking at) => answer switch
    {
        Answer.Chosen(Other) => Words.Of("damage-report.same.none"),
        Answer.Chosen(var key) when Near(at).FirstOrDefault(c => c.Id.ToString("n") == key) is { } same => Words.Of("damage-report.same.option", ("number", new Words.Plain(same.Number))),
        _ => Words.Of("review.gone"),
    };

    public override bool Fits(Answer answer) => answer is Answer.Chosen or Answer.Skipped;

    public override Answer? Settle(Asking at) => Near(at).Count == 0 ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override Items<string> Phrases =>
        ["damage-report.same.own", "damage-report.same.option", "damage-report.same.detail", "damage-report.same.none", "damage-report.age.today", "damage-report.age.days"];

    private Items<NearCase> Near(Asking at) => at.Answers[Kind] is Answer.Chosen(var kind) && at.Answers[Place] is Answer.Place(var point, _)
        ? at.Facts.Get(new NearCasesNeed(kind, point))
        : [];

    /// <summary>Telephones do not know it to the metre.</summary>
    private static int Rounded(double metres) => metres < 10 ? 10 : (int)Math.Round(metres / 10) * 10;

    private static Words Age(TimeSpan age) => age < TimeSpan.FromDays(1)
        ? Words.Of("damage-report.age.today")
        : Words.Of("damage-report.age.days", ("days", new Words.Plain(((int)age.TotalDays).ToString(CultureInfo.InvariantCulture))));
}
