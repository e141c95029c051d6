using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Tests.Conversations;

namespace Bot.Tests.Schools.Absences;

/// <summary>Two children and their schools, without a database. Noon of the talks is Tuesday, 1 December 2026.</summary>
internal static class AbsenceWorld
{
    public static readonly DateOnly Today = new(2026, 12, 1);

    public static Wordbook Words { get; } = Bot.Infrastructure.Wording.WordingFiles.Load();

    public static School Primary { get; } = new()
    {
        Code = "hoshimi-school",
        Name = new LocalText("星見小学校"),
        Kana = "ほしみしょうがっこう",
        Kind = SchoolKind.Elementary,
        Telephone = "0999-21-2101",
        CutOff = new TimeOnly(8, 15),
        Calendar = new SchoolCalendar(
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            [new SchoolBreak(new(2026, 12, 25), new(2027, 1, 7), new LocalText("冬休み"))]),
    };

    public static ReportingChild Hana { get; } = new(new Guid(1, 0, 0, new byte[8]), new ChildId(new Guid(11, 0, 0, new byte[8])), "はな", Primary, []);

    public static ReportingChild Sora { get; } = Hana with { Link = new Guid(2, 0, 0, new byte[8]), Child = new ChildId(new Guid(12, 0, 0, new byte[8])), Nickname = "そら" };

    public static OwnAbsence Own(DateOnly day, AbsenceKind kind = AbsenceKind.Absent, AbsenceState state = AbsenceState.Sent, ReportingChild? child = null) =>
        new(new Guid(day.DayNumber, 0, 0, new byte[8]), (child ?? Hana).Child, kind, new DaySpan(day, day), state, Conversations.Talk.Noon.AddDays(-1));

    public static Conversations.Talk Begun(Items<ReportingChild> children, params OwnAbsence[] own) => new(
        new Decider(AbsenceForms.All.ToDictionary(f => f.Id), Words), _ => new Reporting(children, [.. own]),
        form => new Verdict.Accepted(
            Conversations.Talk.Submission,
            [
                form.Form == AbsenceForms.Mine.Id
                    ? AbsenceWords.Simply("withdrawn")
                    : AbsenceWords.Received("はな", AbsenceKind.Absent, new DaySpan(Today, Today), Primary, isLate: true, differs: false),
            ]));
}
