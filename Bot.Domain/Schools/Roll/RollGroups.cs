using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>A child, by the school's number, in a club or on a bus.</summary>
public sealed record RollPlace(string Number, GroupKind Kind, string Name);

/// <summary>What bringing in a list would change in clubs and buses. Of a kind for which the list has no column nothing changes.</summary>
public sealed record RollGroups(Items<RollPlace> Joins, Items<RollPlace> Leaves)
{
    /// <param name="now">Who is in what on the day from which the list counts.</param>
    public static RollGroups Of(IReadOnlyList<RollLine> list, IReadOnlyCollection<RollPlace> now)
    {
        var wanted = list.SelectMany(l => Of(l, GroupKind.Club, l.Clubs).Concat(Of(l, GroupKind.Bus, l.Buses))).ToList();
        var told = list.SelectMany(l => Kinds(l).Select(k => (l.Number, k))).ToHashSet();
        return new([.. wanted.Except(now)], [.. now.Where(p => told.Contains((p.Number, p.Kind))).Except(wanted)]);
    }

    private static IEnumerable<RollPlace> Of(RollLine line, GroupKind kind, Items<string>? names) => (names ?? []).Select(n => new RollPlace(line.Number, kind, n));

    private static IEnumerable<GroupKind> Kinds(RollLine line)
    {
        if (line.Clubs is not null)
        {
            yield return GroupKind.Club;
        }

        if (line.Buses is not null)
        {
            yield return GroupKind.Bus;
        }
    }
}
