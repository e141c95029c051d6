using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What a guardian may choose from, and what their children have.</summary>
/// <param name="Taken">By whomever.</param>
/// <param name="Family">The hours of all of the guardian's children, of other asks and schools too.</param>
public sealed record SlotChoice(IReadOnlyList<Slot> All, IReadOnlySet<Guid> Taken, IReadOnlyDictionary<ChildId, Booked> Booked, IReadOnlyList<Booked> Family)
{
    /// <summary>Those that are for the children's classes and have not begun, taken or not.</summary>
    public IEnumerable<Slot> Offered(AskView view, IReadOnlyList<AskedChild> group, DateTimeOffset now) =>
        All.Where(s => s.Begin > now && group.Any(c => view.Ask.Content.Plan!.Lanes[s.Lane].IsFor(c.Pupil.Class.Id)));

    public IEnumerable<Slot> Free(AskView view, IReadOnlyList<AskedChild> group, DateTimeOffset now) => Offered(view, group, now).Where(s => !Taken.Contains(s.Id));

    /// <summary>The hour of these children.</summary>
    public Booked? Of(IReadOnlyList<AskedChild> group) => group.Select(c => Booked.GetValueOrDefault(c.Link.Child)).FirstOrDefault(b => b is not null);

    /// <summary>Whether brothers or sisters are expected somewhere else at that time.</summary>
    public bool Clashes(IReadOnlyList<AskedChild> group, Slot slot) => Family.Any(f => f.Slot.Id != slot.Id && group.All(c => c.Link.Child != f.Child) && f.Slot.Overlaps(slot));

    public static async Task<SlotChoice> Of(NpgsqlTransaction tx, TownId town, Ask ask, IReadOnlyList<LinkedChild> own, DateOnly today, CancellationToken stop)
    {
        var booked = await BookingTable.Of(tx, town, ask.Id, stop);
        return new SlotChoice(
            await SlotTable.Of(tx, town, ask.Id, stop), booked.Select(b => b.Slot.Id).ToHashSet(), booked.ToDictionary(b => b.Child),
            await BookingTable.OfChildren(tx, town, own.Select(c => c.Child), today, stop));
    }
}
