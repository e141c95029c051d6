using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>The clubs and buses of a list that is brought in.</summary>
internal static class RollGroupImport
{
    public static async Task<RollGroups> Plan(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, IReadOnlyList<RollLine> list, DateOnly from, CancellationToken stop)
    {
        if (list.All(l => l.Clubs is null && l.Buses is null))
        {
            return new([], []);
        }

        var numbers = (await ChildTable.Numbered(tx, sealer, town, school, stop)).Values.ToDictionary(c => c.Id, c => c.Number);
        var groups = (await SchoolGroupTable.Of(tx, town, school, stop)).ToDictionary(g => g.Id);
        var members = await SchoolGroupTable.Members(tx, town, school, [.. groups.Keys], from, stop);
        return RollGroups.Of(list, [.. members.Where(m => numbers.ContainsKey(m.Child)).Select(m => new RollPlace(numbers[m.Child], groups[m.Group].Kind, groups[m.Group].Name))]);
    }

    /// <summary>After the children of the list are there. A club or bus that the school does not have yet is made.</summary>
    public static async Task Store(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, RollGroups plan, DateOnly from, DateTimeOffset now, CancellationToken stop)
    {
        if (plan.Joins.Count + plan.Leaves.Count == 0)
        {
            return;
        }

        foreach (var (kind, name) in plan.Joins.Select(p => (p.Kind, p.Name)).Distinct())
        {
            await SchoolGroupTable.Add(tx, town, new SchoolGroup(new GroupId(Guid.NewGuid()), school, kind, name), now, stop);
        }

        var children = await ChildTable.Numbered(tx, sealer, town, school, stop);
        var groups = (await SchoolGroupTable.Of(tx, town, school, stop)).ToDictionary(g => (g.Kind, g.Name), g => g.Id);
        var members = (await SchoolGroupTable.Members(tx, town, school, groups.Values, from, stop)).ToDictionary(m => (m.Group, m.Child), m => m.Id);
        foreach (var place in plan.Joins)
        {
            await SchoolGroupTable.Join(tx, town, groups[(place.Kind, place.Name)], [children[place.Number].Id], from, stop);
        }

        foreach (var place in plan.Leaves)
        {
            var group = groups[(place.Kind, place.Name)];
            await SchoolGroupTable.Leave(tx, town, group, members[(group, children[place.Number].Id)], from, stop);
        }
    }
}
