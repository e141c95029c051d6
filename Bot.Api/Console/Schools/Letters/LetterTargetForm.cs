using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>To whom a letter goes, as it was chosen. The whole school is chosen by itself: nothing chosen is nobody, not everybody.</summary>
internal sealed record LetterTargetForm(bool IsForAll, Items<int> Grades, Items<ClassId> Classes, Items<GroupId> Groups, Items<string> Faults)
{
    public static LetterTargetForm From(Visit visit, LetterChoices choices)
    {
        if (visit.Field("to") == "all")
        {
            return new(true, [], [], [], []);
        }

        var (grades, classes, groups) = (visit.Fields("grade").ToHashSet(StringComparer.Ordinal), visit.Fields("class").ToHashSet(StringComparer.Ordinal), visit.Fields("group").ToHashSet(StringComparer.Ordinal));
        Items<int> ofGrades = [.. choices.Grades.Where(g => grades.Contains(Text(g)))];
        Items<ClassId> ofClasses = [.. choices.Classes.Where(c => classes.Contains($"{c.Id.Value:n}")).Select(c => c.Id)];
        Items<GroupId> ofGroups = [.. choices.Groups.Where(g => groups.Contains($"{g.Id.Value:n}")).Select(g => g.Id)];
        return new(false, ofGrades, ofClasses, ofGroups, [.. Wrong(grades.Count + classes.Count + groups.Count, ofGrades.Count + ofClasses.Count + ofGroups.Count)]);
    }

    public static string Text(int grade) => grade.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Wrong(int picked, int found)
    {
        if (picked != found)
        {
            yield return "選んだ学年・クラス・クラブ・バスのうち、なくなったものがあります。もう一度選んでください。";
        }

        if (found == 0)
        {
            yield return "学年・クラス・クラブ・バスのどれかを選ぶか、「全校・全園」にしてください。";
        }
    }
}
