using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Asks for a coded reason in the talk where the town allows it; elsewhere our page asks. What was tapped is not read back.</summary>
public sealed record TappedReasonQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    /// <summary>Rather on our page, where there is room for words.</summary>
    public const string Page = "page";

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<QuestionId> Beside => [AbsenceForms.Child, AbsenceForms.Report];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. AbsenceReason.Codes.Select(c => new Button.Pick(c, AbsenceWords.Reason(c))), new Button.Pick(Page, Words.Of("school-absence.reason.page"))];

    public override Words Show(Answer answer, Asking at) => Words.Of("school-absence.reason.given");

    public override bool Fits(Answer answer) => answer is Answer.Skipped || (answer is Answer.Chosen(var key) && (key == Page || AbsenceReason.Codes.Contains(key, StringComparer.Ordinal)));

    public override Answer? Settle(Asking at) => at.Facts.Get(new ReportingNeed()).Meant(at.Answers)?.School.AsksReasonInTalk == true ? null : new Answer.Skipped();

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override Items<string> Phrases => ["school-absence.reason.page", "school-absence.reason.given"];
}
