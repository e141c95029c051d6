using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Asks;

/// <summary>A room or teacher at whom one family at a time is received.</summary>
/// <param name="Class">Whose families come here; of all when there is none.</param>
public sealed record SlotLane(string Name, ClassId? Class)
{
    public const int LongestName = 40;
    public const int MostLanes = 60;

    public bool IsFor(ClassId of) => Class is null || Class == of;
}

/// <summary>A day on which interviews are held, in minutes of the day.</summary>
public sealed record SlotDay(DateOnly Day, int From, int Until);

/// <summary>An hour of the plan, in minutes of the day.</summary>
/// <param name="Lane">Its place in the list of lanes.</param>
public sealed record Slot(Guid Id, DateOnly Day, int Starts, int Ends, int Lane)
{
    public bool Overlaps(Slot other) => Day == other.Day && Starts < other.Ends && other.Starts < Ends;

    public DateTimeOffset Begin => JapanTime.At(Day, TimeOnly.MinValue.AddMinutes(Starts));
}

/// <summary>What a school lays down; the slots follow from it.</summary>
/// <param name="Length">Of a slot, in minutes.</param>
/// <param name="Pause">Between two slots, in minutes.</param>
public sealed record SlotPlan(Items<SlotDay> Days, int Length, int Pause, Items<SlotLane> Lanes)
{
    public const int MostDays = 10;
    public const int MostSlots = 3000;

    /// <summary>The same plan gives the same slots.</summary>
    public IReadOnlyList<Slot> Slots(Guid ask) =>
    [
        .. from day in Days
           from starts in Starts(day)
           from lane in Enumerable.Range(0, Lanes.Count)
           select new Slot(NamedGuid.From(ask, $"{day.Day:yyyy-MM-dd}/{starts}/{lane}"), day.Day, starts, starts + Length, lane),
    ];

    private IEnumerable<int> Starts(SlotDay day)
    {
        for (var at = day.From; at + Length <= day.Until; at += Length + Pause)
        {
            yield return at;
        }
    }
}
