using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>Brings a school's list in, from a day on: today, or 1 April for the next year's list.</summary>
public sealed class RollImport(Sealer sealer)
{
    public async Task<RollPlan> Plan(NpgsqlTransaction tx, TownId town, string school, IReadOnlyList<RollLine> list, DateOnly from, CancellationToken stop)
    {
        var known = await ChildTable.Numbered(tx, sealer, town, school, stop);
        return RollPlan.Of(list, known, await PupilSearch.OfSchool(tx, sealer, town, school, from, stop), from) with { Groups = await RollGroupImport.Plan(tx, sealer, town, school, list, from, stop) };
    }

    /// <summary>Stores what <see cref="Plan"/> shows. Whom the list does not name has left; their links give nothing from that day on.</summary>
    public async Task<RollPlan> Store(NpgsqlTransaction tx, TownId town, string school, IReadOnlyList<RollLine> list, DateOnly from, DateTimeOffset now, CancellationToken stop)
    {
        var plan = await Plan(tx, town, school, list, from, stop);
        var known = await ChildTable.Numbered(tx, sealer, town, school, stop);
        var year = SchoolYear.Of(from);
        foreach (var (grade, name) in list.Select(l => (l.Grade, l.Class)).Distinct())
        {
            await ClassTable.Add(tx, town, new SchoolClass(new ClassId(Guid.NewGuid()), school, year, grade, name), stop);
        }

        var classes = (await ClassTable.Of(tx, town, school, year, stop)).ToDictionary(c => (c.Grade, c.Name));
        foreach (var line in plan.Added.Concat(plan.Changed).Concat(plan.Moved))
        {
            var old = known.GetValueOrDefault(line.Number);
            var child = new Child(old?.Id ?? new ChildId(Guid.NewGuid()), school, line.Number, line.Person, line.IsProtected, old is { LeftOn: { } day } && day > from ? day : null);
            if (old is not null && !old.IsHere(from))
            {
                // Who comes back, or whose number is given anew, is linked to nobody.
                await Unlink(tx, town, old, now, stop);
            }

            await (old is null ? ChildTable.Add(tx, sealer, town, child, from, now, stop) : ChildTable.Save(tx, sealer, town, child, now, stop));
            await ChildTable.Place(tx, town, child.Id, classes[(line.Grade, line.Class)].Id, line.Seat, from, stop);
        }

        foreach (var left in plan.Left)
        {
            await ChildTable.Save(tx, sealer, town, left with { LeftOn = from }, now, stop);
            await SchoolGroupTable.LeaveAll(tx, town, left.Id, from, stop);
        }

        await RollGroupImport.Store(tx, sealer, town, school, plan.Groups, from, now, stop);
        return plan;
    }

    private static async Task Unlink(NpgsqlTransaction tx, TownId town, Child child, DateTimeOffset now, CancellationToken stop)
    {
        await LinkCodeTable.Void(tx, town, child.Id, now, stop);
        await HandedCodeTable.Void(tx, town, child.Id, now, stop);
        foreach (var link in await GuardianTable.Of(tx, town, child.Id, stop))
        {
            await GuardianTable.End(tx, town, link.Id, LinkEnd.Left, now, stop);
        }
    }
}
