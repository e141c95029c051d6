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

    /// <summary>Metres; telephones do not know it any better.</summary>
    private const int Nearest = 10;

    /// <summary>Clockwise from north.</summary>
    private static readonly string[] Towards = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    public override Items<QuestionId> Beside => [Kind, Place];

    public override Items<QuestionId> After => [Kind, Place];

    public override Items<Need> Needs(Answers answers) => answers[Kind] is Answer.Chosen(var kind) && answers[Place] is Answer.Place(var point, _)
        ? [new DamagePlanNeed(), new NearCasesNeed(kind, point)]
        : [new DamagePlanNeed()];

    public override Prompt Ask(Asking at) => base.Ask(at) with { SideBySide = true };

    public override Items<Button.Pick> Options(Asking at) =>
        [.. Near(at).Select(c => Option(c, ((Answer.Place)at.Answers[Place]!).Point, at)), new Button.Pick(Other, Words.Of("damage-report.same.none"))];

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
    [
        "damage-report.same.own", "damage-report.same.option", "damage-report.same.detail", "damage-report.same.detail-here", "damage-report.same.none",
        "damage-report.age.today", "damage-report.age.days", .. Towards.Select(t => $"damage-report.towards.{t}"),
    ];

    private static Button.Pick Option(NearCase near, GeoPoint from, Asking at)
    {
        Words kind = at.Facts.Get(new DamagePlanNeed()).Kind(near.Kind) is { } known ? new Words.Local(known.Name) : new Words.Plain("");
        var metres = near.Point.MetresTo(from);
        return new Button.Pick(
            near.Id.ToString("n"),
            Words.Of(near.IsOwn ? "damage-report.same.own" : "damage-report.same.option", ("number", new Words.Plain(near.Number))),
            Words.Of(
                metres < Nearest ? "damage-report.same.detail-here" : "damage-report.same.detail",
                ("kind", kind),
                ("towards", Words.Of($"damage-report.towards.{Towards[(int)Math.Round(from.DirectionTo(near.Point) / 45) % Towards.Length]}")),
                ("metres", Words.Number((int)Math.Round(metres / Nearest) * Nearest)),
                ("age", Age(at.Now - near.At)),
                ("state", CaseWords.StateOf(near.State))))
        {
            Picture = near.Picture,
            Heading = kind,
        };
    }

    private Items<NearCase> Near(Asking at) => at.Answers[Kind] is Answer.Chosen(var kind) && at.Answers[Place] is Answer.Place(var point, _)
        ? at.Facts.Get(new NearCasesNeed(kind, point))
        : [];

    private static Words Age(TimeSpan age) => age < TimeSpan.FromDays(1)
        ? Words.Of("damage-report.age.today")
        : Words.Of("damage-report.age.days", ("days", new Words.Plain(((int)age.TotalDays).ToString(CultureInfo.InvariantCulture))));
}
