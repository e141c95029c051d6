using System.Globalization;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Schools.Absences;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>How reports are called on the staff's pages.</summary>
internal static class SheetShown
{
    private static readonly Wordbook Words = Bot.Infrastructure.Wording.WordingFiles.Load();

    public static string Kind(AbsenceKind kind) => Words.Say(AbsenceWords.Kind(kind), Language.Japanese);

    public static string Reason(string? code) => code is null ? "" : Words.Say(AbsenceWords.Reason(code), Language.Japanese);

    public static string Day(DateOnly day) => JapanTime.Say(day, Language.Japanese);

    public static string Days(DaySpan days) => days.First == days.Last ? Day(days.First) : $"{Day(days.First)}から{Day(days.Last)}まで";

    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whether what was answered has been read.</summary>
    public static string Opened(IReadOnlyCollection<ReplyCount> replies) => replies.Sum(r => r.Opened) switch
    {
        0 => "まだ開かれていません",
        var opened when opened == replies.Sum(r => r.Sent) => "開かれました",
        var opened => $"{replies.Sum(r => r.Sent)}人中{opened}人が開きました",
    };

    /// <summary>One sign for a day in the 出席簿.</summary>
    public static string Sign(AbsenceKind kind) => kind switch
    {
        AbsenceKind.Absent => "欠",
        AbsenceKind.Late => "遅",
        AbsenceKind.Early => "早",
        _ => "停",
    };
}
