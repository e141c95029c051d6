using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>A letter in other languages, as staff typed it: a title and a body for each language, or nothing.</summary>
internal static class LetterTranslationForm
{
    public static string TitleField(Language language) => $"title-{language.Tag}";

    public static string BodyField(Language language) => $"body-{language.Tag}";

    public static Items<LetterTranslation> From(Visit visit) =>
    [
        .. LetterContent.Others.Select(o => new LetterTranslation(o.Language, visit.Field(TitleField(o.Language)), visit.Field(BodyField(o.Language))))
            .Where(t => t.Title.Length > 0 || t.Body.Length > 0),
    ];

    public static string Name(Language language) => Language.Offered.First(o => o.Language == language).Name;

    public static IEnumerable<string> Faults(IEnumerable<LetterTranslation> translations) => translations
        .Where(t => t.Title.Length is 0 or > SchoolLetter.LongestTitle || t.Body.Length is 0 or > SchoolLetter.LongestBody)
        .Select(t => $"{Name(t.Language)}：件名（{SchoolLetter.LongestTitle}文字まで）と本文（{SchoolLetter.LongestBody}文字まで）の両方を入力するか、どちらも空にしてください。");
}
