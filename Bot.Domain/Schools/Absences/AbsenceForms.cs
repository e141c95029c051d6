using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>The forms of this part: report, look at one's reports, correct one.</summary>
public static class AbsenceForms
{
    public static readonly QuestionId Child = new("child");
    public static readonly QuestionId Report = new("report");
    public static readonly QuestionId Kind = new("kind");
    public static readonly QuestionId Day = new("day");
    public static readonly QuestionId First = new("first");
    public static readonly QuestionId Last = new("last");
    public static readonly QuestionId Hour = new("hour");
    public static readonly QuestionId Reason = new("reason");
    public static readonly QuestionId Told = new("told");
    public static readonly QuestionId Remark = new("remark");
    public static readonly QuestionId What = new("what");

    private static readonly Items<Question> When =
    [
        new AbsenceDayQuestion(Day, "school-absence.day", AskedDay.Only),
        new AbsenceDayQuestion(First, "school-absence.first", AskedDay.First),
        new AbsenceDayQuestion(Last, "school-absence.last", AskedDay.Last),
        new LateHourQuestion(Hour, "school-absence.hour"),
    ];

    private static readonly Items<Question> Why =
    [
        new TappedReasonQuestion(Reason, "school-absence.reason") { Forks = [.. AbsenceReason.Codes.Select(c => new Fork(c, null))] },
        new ChoiceQuestion(Told, "school-absence.told", AbsenceReason.Codes) { Class = DataClass.Personal },
        new TextQuestion(Remark, "school-absence.remark", 200) { Class = DataClass.Personal, Optional = true },
    ];

    public static Form Absence { get; } = new(
        new FormId("school-absence"),
        1,
        "school-absence",
        [
            new ReportedChildQuestion(Child, "school-absence.child"),
            new AbsenceKindQuestion(Kind, "school-absence.kind") { Repeats = true, Forks = [new Fork(AbsenceKindQuestion.Again, null)] },
            .. When,
            .. Why,
        ])
    { ReviewKey = "school-absence.review" };

    public static Form Fix { get; } = new(
        new FormId("school-absence-fix"),
        1,
        "school-absence-fix",
        [new OwnAbsenceQuestion(Report, "school-absence.fix") { IsForChange = true }, new AbsenceKindQuestion(Kind, "school-absence.kind"), .. When, .. Why])
    { ReviewKey = "school-absence.review", Listed = false };

    public static Form Mine { get; } = new(
        new FormId("school-absence-mine"),
        1,
        "school-absence-mine",
        [new OwnAbsenceQuestion(Report, "school-absence.mine"), new WhatNowQuestion(What, "school-absence.what")])
    { Reviewed = false };

    public static Items<Form> All { get; } = [Absence, Mine, Fix];
}
