using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

public enum SlotOutcome
{
    Done,

    /// <summary>Somebody else was quicker.</summary>
    Taken,

    /// <summary>Not a slot, child or day of which this may be asked.</summary>
    Refused,
}

/// <summary>Gives hours for interviews to families and takes them back, at the wish of guardians or by the hand of staff.</summary>
public sealed class SlotDesk(SlotTeller teller)
{
    /// <summary>A guardian picks a slot, or another one, for a child; for all of theirs when it is asked by home.</summary>
    public static async Task<SlotOutcome> Pick(NpgsqlTransaction tx, TownId town, AskView view, ChildId child, Guid slot, DateTimeOffset now, CancellationToken stop) =>
        view.IsOpen && view.Groups.FirstOrDefault(g => g.Any(c => c.Link.Child == child)) is { } group && view.Slots is { } slots && slots.Offered(view, group, now).Any(s => s.Id == slot)
            ? await Give(tx, town, view.Ask, [.. group.Select(c => c.Link.Child)], slot, Actor.Resident, now, stop)
            : SlotOutcome.Refused;

    /// <summary>A guardian gives the hour back.</summary>
    public static async Task<SlotOutcome> GiveBack(NpgsqlTransaction tx, TownId town, AskView view, ChildId child, DateTimeOffset now, CancellationToken stop)
    {
        if (!view.IsOpen || view.Groups.FirstOrDefault(g => g.Any(c => c.Link.Child == child)) is not { } group)
        {
            return SlotOutcome.Refused;
        }

        await Empty(tx, town, view.Ask, [.. group.Select(c => c.Link.Child)], Actor.Resident, now, stop);
        return SlotOutcome.Done;
    }

    /// <summary>Staff put a child in, or move it; after the last day too. Siblings without an hour of their own come along when it is asked by home.</summary>
    public async Task<SlotOutcome> Put(NpgsqlTransaction tx, TownId town, Ask ask, SchoolLetter letter, ChildId child, IReadOnlyList<ChildId> asked, Guid slot, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        if ((await SlotTable.Of(tx, town, ask.Id, stop)).All(s => s.Id != slot))
        {
            return SlotOutcome.Refused;
        }

        var done = await Give(tx, town, ask, ask.PerHome ? await Siblings(tx, town, ask, child, asked, stop) : [child], slot, by, now, stop);
        if (done == SlotOutcome.Done)
        {
            await Tell(tx, town, ask, letter, child, now, stop);
        }

        return done;
    }

    /// <summary>Staff free a child's hour.</summary>
    public async Task TakeOut(NpgsqlTransaction tx, TownId town, Ask ask, SchoolLetter letter, ChildId child, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var gone = await Empty(tx, town, ask, [child], by, now, stop);
        await OutboxTable.Add(tx, town, await teller.Changed(tx, town, letter.Id, gone, now, stop), stop);
    }

    private static async Task<SlotOutcome> Give(NpgsqlTransaction tx, TownId town, Ask ask, IReadOnlyList<ChildId> children, Guid slot, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var (all, old) = await Together(tx, town, ask, children, stop);
        if (all.All(c => old.Any(b => b.Child == c && b.Slot.Id == slot)))
        {
            return SlotOutcome.Done;
        }

        if (!await BookingTable.Take(tx, town, slot, by != Actor.Resident, now, stop))
        {
            return SlotOutcome.Taken;
        }

        await BookingTable.Assign(tx, town, ask.Id, all, slot, stop);
        await BookingTable.Free(tx, town, old.Select(b => b.Slot.Id), stop);
        await Note(tx, town, ask, "booked", all, by, now, stop);
        return SlotOutcome.Done;
    }

    private static async Task<IReadOnlyList<ChildId>> Empty(NpgsqlTransaction tx, TownId town, Ask ask, IReadOnlyList<ChildId> children, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var (all, old) = await Together(tx, town, ask, children, stop);
        if (old.Count > 0)
        {
            await BookingTable.Leave(tx, town, ask.Id, all, stop);
            await BookingTable.Free(tx, town, old.Select(b => b.Slot.Id), stop);
            await Note(tx, town, ask, "freed", all, by, now, stop);
        }

        return [.. old.Select(b => b.Child)];
    }

    /// <summary>The children, with those who would come with them now when it is asked by home; nobody else moves them until we are done.</summary>
    private static async Task<(IReadOnlyList<ChildId> All, IReadOnlyList<Booked> Old)> Together(NpgsqlTransaction tx, TownId town, Ask ask, IReadOnlyList<ChildId> children, CancellationToken stop)
    {
        await AnswerTable.Lock(tx, town, children, stop);
        var booked = await BookingTable.Of(tx, town, ask.Id, stop);
        var slots = booked.Where(b => children.Contains(b.Child)).Select(b => b.Slot.Id).ToHashSet();
        IReadOnlyList<ChildId> all = ask.PerHome ? [.. children.Concat(booked.Where(b => slots.Contains(b.Slot.Id)).Select(b => b.Child)).Distinct()] : children;
        return (all, [.. booked.Where(b => all.Contains(b.Child))]);
    }

    private static async Task<IReadOnlyList<ChildId>> Siblings(NpgsqlTransaction tx, TownId town, Ask ask, ChildId child, IReadOnlyList<ChildId> asked, CancellationToken stop)
    {
        var links = await GuardianTable.OfAll(tx, town, asked, stop);
        var guardians = links.Where(l => l.Child == child).Select(l => l.Citizen).ToHashSet();
        var booked = (await BookingTable.Of(tx, town, ask.Id, stop)).Select(b => b.Child).ToHashSet();
        return [child, .. links.Where(l => l.Child != child && guardians.Contains(l.Citizen) && !booked.Contains(l.Child)).Select(l => l.Child).Distinct()];
    }

    private async Task Tell(NpgsqlTransaction tx, TownId town, Ask ask, SchoolLetter letter, ChildId child, DateTimeOffset now, CancellationToken stop)
    {
        var booked = await BookingTable.Of(tx, town, ask.Id, stop);
        var slot = booked.First(b => b.Child == child).Slot;
        await OutboxTable.Add(tx, town, await teller.Changed(tx, town, letter.Id, [.. booked.Where(b => b.Slot == slot).Select(b => b.Child)], now, stop), stop);
    }

    private static Task Note(NpgsqlTransaction tx, TownId town, Ask ask, string what, IReadOnlyList<ChildId> children, Actor by, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, town, by, new AuditEntry($"schools.ask/{what}", [$"{SchoolsModule.Name}/ask/{ask.Id:n}", .. children.Select(c => $"child/{c.Value:n}")]), now, stop);
}
