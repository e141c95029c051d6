using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Which of the days a question asks for.</summary>
public enum AskedDay
{
    Only,
    First,
    Last,
}

/// <summary>
/// Asks for a day of school: a button, LINE's calendar, or as people type it. Buttons stand for dates, not for "today": one that is tapped after midnight
/// still means the day that it showed.
/// </summary>
public sealed record AbsenceDayQuestion(QuestionId Id, string Key, AskedDay Which) : Question(Id, Key)
{
    public const string Range = "range";

    private const int MostOffered = 4;

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<QuestionId> Beside => Which switch
    {
        AskedDay.Only => [AbsenceForms.Child, AbsenceForms.Report],
        AskedDay.First => [AbsenceForms.Day],
        _ => [AbsenceForms.Day, AbsenceForms.First],
    };

    public override Prompt Ask(Asking at)
    {
        var today = JapanTime.Day(at.Now);
        return new Prompt(Words.Of($"{Key}.ask"), Options(at)) { Dates = new DateRange(From(at), today.AddDays(AbsenceRules.Ahead)) };
    }

    public override Reading Read(Input input, Asking at)
    {
        if (Which == AskedDay.Only && input is Input.Tapped(Range) or Input.Said && OptionsQuestion.Pick(input, Options(at), at)?.Key == Range)
        {
            return new Reading.Understood(new Answer.Chosen(Range));
        }

        var today = JapanTime.Day(at.Now);
        if (Meant(input, at) is not { } day || Child(at) is not { } child)
        {
            return new Reading.Puzzled(Words.Of("school-absence.day.hint"));
        }

        if (AbsenceRules.Check(child.School, child.Decided, day, today) is { } trouble)
        {
            return new Reading.Puzzled(AbsenceWords.Trouble(trouble, day));
        }

        return day < From(at)
            ? new Reading.Puzzled(Words.Of("school-absence.day.order"))
            : new Reading.Understood(new Answer.Day(day));
    }

    public override Words Show(Answer answer, Asking at) => answer is Answer.Day(var day) ? new Words.Day(day) : Words.Of("school-absence.day.range");

    public override bool Fits(Answer answer) => answer is Answer.Day || (Which == AskedDay.Only ? answer is Answer.Chosen(Range) : answer is Answer.Skipped);

    public override Answer? Settle(Asking at) => Which != AskedDay.Only && at.Answers[AbsenceForms.Day] is Answer.Day ? new Answer.Skipped() : null;

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override Items<string> Phrases =>
        ["school-absence.day.hint", "school-absence.day.order", "school-absence.day.range", "school-absence.day.today", "school-absence.day.tomorrow", .. AbsenceWords.Troubles];

    private Items<Button.Pick> Options(Asking at)
    {
        if (Child(at) is not { } child)
        {
            return [];
        }

        var today = JapanTime.Day(at.Now);
        var days = AbsenceRules.OpenDays(child.School, child.Decided, From(at), Which == AskedDay.Only ? 2 : MostOffered).Select(d => new Button.Pick(Text(d), Label(d, today)));
        return Which == AskedDay.Only ? [.. days, new Button.Pick(Range, Words.Of("school-absence.day.range"))] : [.. days];
    }

    /// <summary>The last day of a range comes after its first.</summary>
    private DateOnly From(Asking at) => Which == AskedDay.Last && at.Answers[AbsenceForms.First] is Answer.Day(var first) ? first.AddDays(1) : JapanTime.Day(at.Now);

    private DateOnly? Meant(Input input, Asking at) => input switch
    {
        Input.PickedDate(_, var date) => date,
        Input.Tapped(var key) => DateOnly.TryParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        Input.Said(var text) => JapaneseDate.Parse(text, JapanTime.Day(at.Now)) ?? (OptionsQuestion.Pick(input, Options(at), at) is { } picked ? Meant(new Input.Tapped(picked.Key), at) : null),
        _ => null,
    };

    private static ReportingChild? Child(Asking at) => at.Facts.Get(new ReportingNeed()).Meant(at.Answers);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Words Label(DateOnly day, DateOnly today) => day == today ? Words.Of("school-absence.day.today", ("day", new Words.Day(day)))
        : day == today.AddDays(1) ? Words.Of("school-absence.day.tomorrow", ("day", new Words.Day(day)))
        : new Words.Day(day);
}
