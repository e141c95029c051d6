using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>The hours of interviews, and who comes when.</summary>
public sealed record TimetableView(SentAsk Sent, IReadOnlyList<Slot> Slots, IReadOnlyList<Booked> Booked)
{
    /// <summary>Children who have left since are not shown by name.</summary>
    public IReadOnlyList<Pupil> At(Slot slot) => [.. Sent.Pupils.Where(p => Booked.Any(b => b.Slot.Id == slot.Id && b.Child == p.Child.Id))];

    public bool IsTaken(Slot slot) => Booked.Any(b => b.Slot.Id == slot.Id);

    public IReadOnlyList<Pupil> Without => [.. Sent.Pupils.Where(p => Booked.All(b => b.Child != p.Child.Id))];

    public string Lane(Slot slot) => Sent.Ask.Content.Plan!.Lanes[slot.Lane].Name;

    /// <summary>Free slots that are for a child's class.</summary>
    public IEnumerable<Slot> FreeFor(Pupil pupil) => Slots.Where(s => !IsTaken(s) && Sent.Ask.Content.Plan!.Lanes[s.Lane].IsFor(pupil.Class.Id));
}
