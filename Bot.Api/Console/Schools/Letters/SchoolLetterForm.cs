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

    public static SchoolLetterForm Empty(DateOnly today) => new(Guid.NewGuid(), LetterKind.Letter, "", "", [], today.AddDays(UsualDays));

    public static SchoolLetterForm From(Visit visit, IReadOnlyList<SchoolClass> classes)
    {
        var kind = visit.Field("kind") switch { "urgent" => LetterKind.Urgent, "menu" => LetterKind.Menu, _ => LetterKind.Letter };
        var picked = visit.Field("to") == "all" ? [] : visit.Fields("class").Select(c => Guid.TryParseExact(c, "n", out var id) ? id : Guid.Empty).ToList();
        var until = DateOnly.TryParseExact(visit.Field("until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        var form = new SchoolLetterForm(
            Guid.TryParseExact(visit.Field("id"), "n", out var made) ? made : Guid.NewGuid(), kind, visit.Field("title"), visit.Field("body"),
            [.. classes.Where(c => picked.Contains(c.Id.Value)).Select(c => c.Id)], until ?? visit.Today.AddDays(UsualDays));
        return form with { Wrong = [.. form.Faults(visit, picked.Count, until)] };
    }

    public SchoolLetter Letter(string school, DateTimeOffset now) => new(Id, school, Kind, new LetterContent(Title, Body), Classes, Until, now, WithdrawnAt: null);

    public static string Name(LetterKind kind) => kind switch
    {
        LetterKind.Urgent => "緊急連絡（確認のボタン付き）",
        LetterKind.Menu => "献立・アレルギー",
        _ => "お便り",
    };

    private IEnumerable<string> Faults(Visit visit, int picked, DateOnly? until)
    {
        if (Title.Length is 0 or > SchoolLetter.LongestTitle)
        {
            yield return $"件名を{SchoolLetter.LongestTitle}文字までで入力してください。";
        }

        if (Body.Length is 0 or > SchoolLetter.LongestBody)
        {
            yield return $"本文を{SchoolLetter.LongestBody}文字までで入力してください。";
        }

        if (picked != Classes.Count)
        {
            yield return "選んだクラスがなくなっています。もう一度選んでください。";
        }

        if (visit.Field("to") == "classes" && Classes.Count == 0)
        {
            yield return "クラスを選ぶか、「全校・全園」にしてください。";
        }

        if (until is null || Until < visit.Today || Until > visit.Today.AddDays(SchoolLetter.MostDays))
        {
            yield return "見られる日は、今日から1年以内にしてください。";
        }
    }
}
