using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>What bringing in a list would change, before anything is stored.</summary>
/// <param name="Left">Children on the roll whom the list does not name.</param>
public sealed record RollPlan(Items<RollLine> Added, Items<RollLine> Changed, Items<RollLine> Moved, Items<Child> Left, int Same)
{
    /// <summary>Of clubs and buses.</summary>
    public RollGroups Groups { get; init; } = new([], []);

    /// <summary>Tells whether what was looked at is still what would be done.</summary>
    public string Mark => NamedGuid.From("roll-plan", string.Join('/', ((IEnumerable<IEnumerable<string>>)
        [Added.Select(l => $"{l}"), Changed.Select(l => $"{l}"), Moved.Select(l => $"{l}"), Left.Select(c => c.Number), Groups.Joins.Select(p => $"{p}"), Groups.Leaves.Select(p => $"{p}")]).Select(part => string.Join('|', part)))).ToString("n");

    /// <param name="known">All children who ever were on the school's roll, by number.</param>
    /// <param name="now">Where each child is now.</param>
    public static RollPlan Of(IReadOnlyList<RollLine> list, IReadOnlyDictionary<string, Child> known, IReadOnlyList<Pupil> now, DateOnly from)
    {
        var places = now.ToDictionary(p => p.Child.Number, StringComparer.Ordinal);
        var (added, changed, moved, same) = (new List<RollLine>(), new List<RollLine>(), new List<RollLine>(), 0);
        foreach (var line in list)
        {
            if (!known.TryGetValue(line.Number, out var child) || !child.IsHere(from))
            {
                added.Add(line);
            }
            else if (!places.TryGetValue(line.Number, out var pupil) || !IsPlaced(pupil, line, from))
            {
                moved.Add(line);
            }
            else if (child.Person != line.Person || child.IsProtected != line.IsProtected)
            {
                changed.Add(line);
            }
            else
            {
                same++;
            }
        }

        var named = list.Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        return new([.. added], [.. changed], [.. moved], [.. now.Select(p => p.Child).Where(c => !named.Contains(c.Number))], same);
    }

    private static bool IsPlaced(Pupil pupil, RollLine line, DateOnly from) =>
        pupil.Class.Year == SchoolYear.Of(from) && pupil.Class.Grade == line.Grade && pupil.Class.Name == line.Class && pupil.Seat == line.Seat;
}
