using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;

namespace Bot.Api.Console.Schools;

/// <summary>A school's children as the roll's page shows them: some whole classes, or whom somebody looked for.</summary>
/// <param name="Rooms">The classes of this page, each with all its children; when somebody is looked for, with those who were found.</param>
/// <param name="Found">How many were found; <c>null</c> when nobody is looked for.</param>
/// <param name="Troubled">The children whose code is locked.</param>
public sealed record RollView(
    School School, IReadOnlyList<IGrouping<SchoolClass, Pupil>> Rooms, int Total, int Page, int Pages, int? Found, ILookup<ChildId, GuardianLink> Links,
    IReadOnlyDictionary<ChildId, SheetCode> Codes, RollNews News, IReadOnlyList<Pupil> Troubled)
{
    public const int MostFound = 50;

    /// <summary>A page ends with the class that fills it.</summary>
    private const int Filled = 100;

    public static RollView Of(
        School school, IReadOnlyList<Pupil> pupils, IReadOnlyList<GuardianLink> links, IReadOnlyDictionary<ChildId, SheetCode> codes, RollNews news, string? words, int page)
    {
        var pages = Split(pupils);
        var at = Math.Clamp(page, 1, Math.Max(1, pages.Count));
        var found = words is null ? null : pupils.Where(p => Fits(p, words)).ToList();
        return new RollView(
            school, found is null ? pages.ElementAtOrDefault(at - 1) ?? [] : [.. found.Take(MostFound).GroupBy(p => p.Class)], pupils.Count, at, pages.Count, found?.Count,
            links.ToLookup(l => l.Child), codes, news, [.. pupils.Where(p => codes.GetValueOrDefault(p.Child.Id) is { IsLocked: true })]);
    }

    /// <summary>A school's number as a whole; of names, what they hold, whatever kind of letters it is written in.</summary>
    public static bool Fits(Pupil pupil, string words)
    {
        var wanted = Plain(words);
        return wanted.Length > 0
            && (Plain(pupil.Child.Number) == wanted || Plain(pupil.Child.Person.Name).Contains(wanted, StringComparison.Ordinal) || Plain(pupil.Child.Person.Kana).Contains(wanted, StringComparison.Ordinal));
    }

    private static string Plain(string text) => JapaneseText.Fold(text).Replace(" ", "", StringComparison.Ordinal);

    private static List<List<IGrouping<SchoolClass, Pupil>>> Split(IReadOnlyList<Pupil> pupils)
    {
        var pages = new List<List<IGrouping<SchoolClass, Pupil>>>();
        foreach (var room in pupils.GroupBy(p => p.Class))
        {
            if (pages.Count == 0 || pages[^1].Sum(r => r.Count()) >= Filled)
            {
                pages.Add([]);
            }

            pages[^1].Add(room);
        }

        return pages;
    }
}
