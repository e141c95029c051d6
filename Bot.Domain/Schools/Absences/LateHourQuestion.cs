using System.Globalization;
using System.Text.RegularExpressions;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>Asks when a child that comes late will come, so that it is not looked for before; of no other report.</summary>
public sealed partial record LateHourQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public const string Unknown = "unknown";

    private const int MostOffered = 6;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    public override Items<Need> Needs(Answers answers) => [new ReportingNeed()];

    public override Items<QuestionId> Beside => [AbsenceForms.Child, AbsenceForms.Report, AbsenceForms.Kind];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. Hours(at).Select(t => new Button.Pick(Text(t), AbsenceWords.Around(t))), new Button.Pick(Unknown, Words.Of($"{Key}.unknown"))];

    public override Reading Read(Input input, Asking at) => input is Input.Said(var text) && Said(text) is { } hour
        ? new Reading.Understood(new Answer.Chosen(Text(hour)))
        : Pick(input, Options(at), at) is { } picked ? new Reading.Understood(new Answer.Chosen(picked.Key)) : new Reading.Puzzled(Words.Of($"{Key}.hint"));

    public override Words Show(Answer answer, Asking at) => Hour(answer) is { } hour ? AbsenceWords.Around(hour) : Words.Of($"{Key}.unknown");

    public override bool Fits(Answer answer) => answer is Answer.Skipped || (answer is Answer.Chosen(var key) && (key == Unknown || Read(key) is not null));

    public override Answer? Settle(Asking at) => at.Answers[AbsenceForms.Kind] is Answer.Chosen(var kind) && AbsenceNames.Kind(kind) == AbsenceKind.Late ? null : new Answer.Skipped();

    public override bool IsSettled(Answer answer) => answer is Answer.Skipped;

    public override Items<string> Phrases => [$"{Key}.hint", $"{Key}.unknown", "school-absence.around"];

    /// <summary>The hour of an answer; <c>null</c> when nobody knows it.</summary>
    public static TimeOnly? Hour(Answer? answer) => answer is Answer.Chosen(var key) ? Read(key) : null;

    private static TimeOnly? Read(string key) => TimeOnly.TryParseExact(key, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour) ? hour : null;

    private static string Text(TimeOnly hour) => hour.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The half hours after the one until which the school hears of absences.</summary>
    private static IEnumerable<TimeOnly> Hours(Asking at)
    {
        var begin = at.Facts.Get(new ReportingNeed()).Meant(at.Answers)?.School.CutOff ?? new TimeOnly(8, 30);
        var first = new TimeOnly((begin.Ticks / Step.Ticks + 1) * Step.Ticks % TimeSpan.TicksPerDay);
        return Enumerable.Range(0, MostOffered).Select(n => first.Add(n * Step));
    }

    /// <summary><c>10時</c>, <c>10時半</c>, <c>10:15</c>, <c>午後1時</c>.</summary>
    private static TimeOnly? Said(string text)
    {
        if (Clock.Match(JapaneseText.Normal(text).Trim()) is not { Success: true } found)
        {
            return null;
        }

        var hour = int.Parse(found.Groups["h"].ValueSpan, CultureInfo.InvariantCulture) + (found.Groups["pm"].Success ? 12 : 0);
        var minute = found.Groups["half"].Success ? 30 : found.Groups["m"].Success ? int.Parse(found.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    [GeneratedRegex(@"\A(?:午前|(?<pm>午後))?(?<h>[0-9]{1,2})(?:時(?:(?<half>半)|(?<m>[0-9]{1,2})分)?|:(?<m>[0-9]{2}))(?:ごろ|頃)?(?:です)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clock { get; }
}
