using System.Globalization;
using Bot.Api.Schools.Asks;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>A day as it was typed.</summary>
public sealed record TypedDay(string Day, string From, string Until)
{
    public bool IsEmpty => Day.Length == 0 && From.Length == 0 && Until.Length == 0;

    public SlotDay? Slots => AskShown.Day(Day) is { } day && SlotTimes.Parse(From) is { } from && SlotTimes.Parse(Until) is { } until && from < until ? new SlotDay(day, from, until) : null;
}

/// <summary>What was typed of interviews, and what is wrong with it.</summary>
/// <param name="Rooms">The lanes of each class, one on a line; under no class those for all.</param>
public sealed record SlotForm(Guid Id, string Title, bool PerHome, DateOnly? Due, Items<TypedDay> Days, int? Length, int? Pause, Items<(ClassId? Class, string Names)> Rooms)
{
    private const int Beginning = 2;
    private const int UsualDays = 7;
    private static readonly TypedDay Blank = new("", "", "");

    public Items<string> Wrong { get; init; } = [];

    public static SlotForm Empty(DateOnly today, IReadOnlyList<SchoolClass> classes) => new(
        Guid.NewGuid(), "", false, today.AddDays(UsualDays), [.. Enumerable.Repeat(Blank, Beginning)], 15, 5,
        [.. classes.Select(c => ((ClassId?)c.Id, $"{c.Title}の教室")), (null, "")]);

    public static SlotForm Of(Ask ask, SlotPlan plan, IReadOnlyList<SchoolClass> classes) => new(
        ask.Id, ask.Content.Title, ask.PerHome, ask.Due, [.. plan.Days.Select(d => new TypedDay(AskShown.Field(d.Day), SlotTimes.Field(d.From), SlotTimes.Field(d.Until)))],
        plan.Length, plan.Pause, [.. classes.Select(c => (ClassId?)c.Id).Append(null).Select(c => (c, string.Join('\n', plan.Lanes.Where(l => l.Class == c).Select(l => l.Name))))]);

    public static SlotForm From(Visit visit, IReadOnlyList<SchoolClass> classes)
    {
        var count = Number(visit.Field("count")) is { } n ? Math.Clamp(n, 1, SlotPlan.MostDays) : Beginning;
        return new SlotForm(
            Guid.TryParseExact(visit.Field("id"), "n", out var id) ? id : Guid.NewGuid(), visit.Field("title"), visit.Has("home"), AskShown.Day(visit.Field("due")),
            [.. Enumerable.Range(0, count).Select(d => new TypedDay(visit.Field($"d{d}"), visit.Field($"f{d}"), visit.Field($"u{d}")))],
            Number(visit.Field("length")), Number(visit.Field("pause")),
            [.. classes.Select(c => ((ClassId?)c.Id, visit.Field($"r{c.Id.Value:n}"))), (null, visit.Field("rall"))]);
    }

    /// <summary>With room for one day more.</summary>
    public SlotForm Longer => this with { Days = [.. Days.Append(Blank).Take(SlotPlan.MostDays)] };

    public SlotForm Judged(DateOnly today) => this with { Wrong = [.. Faults(today)] };

    public Ask Ask(School school, DateTimeOffset now) => new(Id, school.Code, AskKind.Slots, new AskContent(Title, default, Plan), PerHome, Due!.Value, null, now);

    public IReadOnlyList<Slot> Slots => Plan.Slots(Id);

    private SlotPlan Plan => new([.. Given.Select(d => d.Slots).OfType<SlotDay>()], Length ?? 0, Pause ?? 0, Lanes);

    private Items<SlotLane> Lanes =>
        [.. Rooms.SelectMany(r => r.Names.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => new SlotLane(n, r.Class)))];

    private IEnumerable<TypedDay> Given => Days.Where(d => !d.IsEmpty);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private IEnumerable<string> Faults(DateOnly today)
    {
        if (Title.Length is 0 or > AskContent.LongestTitle)
        {
            yield return $"題名を{AskContent.LongestTitle}文字までで入力してください。";
        }

        var days = Given.Select(d => d.Slots).ToList();
        if (days.Count == 0 || days.Any(d => d is null || d.Day < today || d.Day > today.AddDays(SurveyForm.MostDays)))
        {
            yield return "面談の日と、始まり・終わりの時刻を、今日から1年以内で入力してください。";
        }

        if (days.OfType<SlotDay>().GroupBy(d => d.Day).Any(g => g.Any(a => g.Any(b => a != b && a.From < b.Until && b.From < a.Until)) || g.Distinct().Count() != g.Count()))
        {
            yield return "同じ日の時間帯が重なっています。";
        }

        if (Due is not { } due || due < today || days.OfType<SlotDay>().Any(d => d.Day < due))
        {
            yield return "締め切りは、今日から最初の面談の日までにしてください。";
        }

        if (Length is not (>= 5 and <= 120) || Pause is not (>= 0 and <= 60))
        {
            yield return "1回の長さは5分から120分、間は0分から60分で入力してください。";
            yield break;
        }

        if (Lanes.Count is 0 or > SlotLane.MostLanes || Lanes.Any(l => l.Name.Length > SlotLane.LongestName) || Lanes.Distinct().Count() != Lanes.Count)
        {
            yield return $"場所・先生を、1行に1つ、違う名前（{SlotLane.LongestName}文字まで）で、全部で{SlotLane.MostLanes}までで入力してください。";
            yield break;
        }

        if (Slots.Count is 0 or > SlotPlan.MostSlots)
        {
            yield return $"面談の枠が{Slots.Count}になります。1から{SlotPlan.MostSlots}までになるように直してください。";
        }
    }
}
