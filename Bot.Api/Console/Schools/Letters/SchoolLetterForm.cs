using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>What was typed of a letter, and what is wrong with it.</summary>
public sealed record SchoolLetterForm(Guid Id, LetterKind Kind, string Title, string Body, Items<ClassId> Classes, DateOnly Until)
{
    private const int UsualDays = 30;

    public Items<string> Wrong { get; init; } = [];

    public bool IsForAll { get; init; } = true;

    public Items<int> Grades { get; init; } = [];

    public Items<GroupId> Groups { get; init; } = [];

    public Items<LetterFile> Files { get; init; } = [];

    public Items<LetterTranslation> Translations { get; init; } = [];

    /// <summary>What is asked with it.</summary>
    public Guid? Ask { get; init; }

    public static SchoolLetterForm Empty(DateOnly today) => new(Guid.NewGuid(), LetterKind.Letter, "", "", [], today.AddDays(UsualDays));

    /// <summary>Which letter is being written; files are kept by it before it is sent.</summary>
    public static Guid IdOf(Visit visit) => Guid.TryParseExact(visit.Field("id"), "n", out var made) ? made : Guid.NewGuid();

    public static SchoolLetterForm From(Visit visit, LetterChoices choices)
    {
        var kind = visit.Field("kind") switch { "urgent" => LetterKind.Urgent, "menu" => LetterKind.Menu, _ => LetterKind.Letter };
        var to = LetterTargetForm.From(visit, choices);
        var until = DateOnly.TryParseExact(visit.Field("until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        var form = new SchoolLetterForm(choices.Letter, kind, visit.Field("title"), visit.Field("body"), to.Classes, until ?? visit.Today.AddDays(UsualDays))
        {
            IsForAll = to.IsForAll,
            Grades = to.Grades,
            Groups = to.Groups,
            Files = choices.Files,
            Translations = LetterTranslationForm.From(visit),
            Ask = Guid.TryParse(visit.Field("ask"), out var ask) ? ask : null,
        };
        return form with { Wrong = [.. form.Faults(visit, until), .. to.Faults, .. LetterTranslationForm.Faults(form.Translations)] };
    }

    public SchoolLetter Letter(string school, DateTimeOffset now) =>
        new(Id, school, Kind, new LetterContent(Title, Body) { Translations = Translations }, Classes, Until, now, WithdrawnAt: null) { Grades = Grades, Groups = Groups, Files = [.. Files.Select(f => f.Id)] };

    public static string Name(LetterKind kind) => kind switch
    {
        LetterKind.Urgent => "緊急連絡（確認のボタン付き）",
        LetterKind.Menu => "献立・アレルギー",
        _ => "お便り",
    };

    private IEnumerable<string> Faults(Visit visit, DateOnly? until)
    {
        if (Title.Length is 0 or > SchoolLetter.LongestTitle)
        {
            yield return $"件名を{SchoolLetter.LongestTitle}文字までで入力してください。";
        }

        if (Body.Length is 0 or > SchoolLetter.LongestBody)
        {
            yield return $"本文を{SchoolLetter.LongestBody}文字までで入力してください。";
        }

        if (until is null || Until < visit.Today || Until > visit.Today.AddDays(SchoolLetter.MostDays))
        {
            yield return "見られる日は、今日から1年以内にしてください。";
        }
    }
}
