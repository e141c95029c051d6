using System.Globalization;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>How asks are said to staff.</summary>
internal static class AskShown
{
    public static string Kind(AskKind kind) => kind switch
    {
        AskKind.Survey => "アンケート",
        AskKind.Slots => "面談の時間",
        _ => "写真などの同意",
    };

    /// <summary>Where a draft is written.</summary>
    public static string? Editor(Ask ask) => ask.Kind switch
    {
        AskKind.Survey => $"survey?id={ask.Id}",
        AskKind.Slots => $"slots?id={ask.Id}",
        _ => null,
    };

    public static string Kind(QuestionKind kind) => kind switch
    {
        QuestionKind.One => "一つ選ぶ",
        QuestionKind.Several => "いくつでも選ぶ",
        QuestionKind.Text => "文章",
        _ => "数字",
    };

    public static string Channel(AnswerChannel channel) => channel switch
    {
        AnswerChannel.Page => "保護者",
        AnswerChannel.Paper => "紙（職員が入力）",
        _ => "電話（職員が入力）",
    };

    public static string Field(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
