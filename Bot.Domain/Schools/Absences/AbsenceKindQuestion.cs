using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Asks what it is; 「昨日と同じ」 stands first where there is something to repeat, and leaves nothing more to ask.</summary>
public sealed record AbsenceKindQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public const string Again = "again";

    public bool Repeats { get; init; }

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<QuestionId> Beside => [AbsenceForms.Child];

    public override Items<Button.Pick> Options(Asking at) =>
    [
        .. Repeated(at) is { } again ? [new Button.Pick(Again, Label(again, at), Words.Of("school-absence.kind.again-what", ("kind", AbsenceWords.Kind(again.Kind))))] : Array.Empty<Button.Pick>(),
        .. Enum.GetValues<AbsenceKind>().Select(k => new Button.Pick(k.Text(), AbsenceWords.Kind(k))),
    ];

    public override Words Show(Answer answer, Asking at) => answer is Answer.Chosen(Again) && Repeated(at) is { } again
        ? new Words.Lines([Label(again, at), Words.Of("school-absence.kind.again-what", ("kind", AbsenceWords.Kind(again.Kind)))])
        : base.Show(answer, at);

    public override bool Fits(Answer answer) => answer is Answer.Chosen(var key) && (AbsenceNames.Kind(key) is not null || (Repeats && key == Again));

    public override Items<string> Phrases => ["school-absence.kind.again", "school-absence.kind.again-last", "school-absence.kind.again-what"];

    private OwnAbsence? Repeated(Asking at) => Repeats && at.Facts.Get(new ReportingNeed()) is var known && known.Meant(at.Answers) is { } child
        ? AbsenceRules.Repeatable(child, known.Own, JapanTime.Day(at.Now))
        : null;

    private static Words Label(OwnAbsence again, Asking at) =>
        Words.Of(again.Days.Holds(JapanTime.Day(at.Now).AddDays(-1)) ? "school-absence.kind.again" : "school-absence.kind.again-last");
}
