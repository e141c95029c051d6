using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Schools.Asks;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

/// <summary>Who gets an hour, who keeps it, and who is told.</summary>
public sealed class SlotDeskTests
{
    private static readonly DateOnly Day = AskWorld.Today.AddDays(20);
    private AskWorld _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await AskWorld.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _world.DisposeAsync();

    [SetUp]
    public Task Clear() => _world.Host.Store.Peek<int>("delete from school_booking; delete from outbox where citizen_id like 'U-ask-%'; select 1");

    [Test]
    public async Task Of_two_guardians_who_take_a_slot_at_the_same_instant_one_gets_it()
    {
        var (ask, letter, slots) = await Made();
        for (var round = 0; round < 5; round++)
        {
            await Clear();
            var first = new TaskCompletionSource();
            var second = new TaskCompletionSource();

            // Both have looked before either takes: each sees the slot free, as on the phones of two guardians.
            Task<SlotOutcome> Take(CitizenId guardian, ChildId child, TaskCompletionSource mine, TaskCompletionSource other) => _world.Host.Database.InTown(AskWorld.Town, async tx =>
            {
                var view = (await AskView.Of(tx, _world.Host.Store.Sealer, AskWorld.Town, letter, guardian, Now, default))!;
                view.Slots!.Taken.ShouldBeEmpty();
                mine.SetResult();
                await other.Task;
                return await SlotDesk.Pick(tx, AskWorld.Town, view, child, slots[0].Id, Now, default);
            }, default);

            var outcomes = await Task.WhenAll(Take(AskWorld.Mother, AskWorld.Hana, first, second), Take(AskWorld.Other, AskWorld.Riku, second, first));
            outcomes.Order().ShouldBe([SlotOutcome.Done, SlotOutcome.Taken]);
            (await Bookings(ask)).Count.ShouldBe(1);
        }
    }

    [Test]
    public async Task Another_slot_frees_the_first_the_same_again_changes_nothing_and_a_taken_one_leaves_the_old()
    {
        var (ask, letter, slots) = await Made();
        (await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0])).ShouldBe(SlotOutcome.Done);
        (await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0])).ShouldBe(SlotOutcome.Done);
        (await Pick(letter, AskWorld.Father, AskWorld.Hana, slots[1])).ShouldBe(SlotOutcome.Done);
        (await Bookings(ask)).ShouldBe([(AskWorld.Hana, slots[1].Id)]);
        (await Pick(letter, AskWorld.Other, AskWorld.Riku, slots[0])).ShouldBe(SlotOutcome.Done);
        (await Pick(letter, AskWorld.Other, AskWorld.Riku, slots[1])).ShouldBe(SlotOutcome.Taken);
        (await Bookings(ask)).ShouldBe([(AskWorld.Riku, slots[0].Id), (AskWorld.Hana, slots[1].Id)]);
        (await Back(letter, AskWorld.Mother, AskWorld.Hana)).ShouldBe(SlotOutcome.Done);
        (await Bookings(ask)).ShouldBe([(AskWorld.Riku, slots[0].Id)]);
        (await _world.Host.Store.Peek<int>("select count(*)::int from school_booking")).ShouldBe([1]);
    }

    [Test]
    public async Task Others_children_other_classes_rooms_and_days_that_are_over_are_refused()
    {
        var (_, letter, slots) = await Made();
        var fifth = slots.First(s => s.Lane == 1);
        (await Pick(letter, AskWorld.Mother, AskWorld.Riku, slots[0])).ShouldBe(SlotOutcome.Refused);
        (await Pick(letter, AskWorld.Mother, AskWorld.Hana, fifth)).ShouldBe(SlotOutcome.Refused);
        (await Pick(letter, AskWorld.Mother, AskWorld.Sora, fifth)).ShouldBe(SlotOutcome.Done);
        var late = JapanTime.At(AskWorld.Today.AddDays(8), TimeOnly.MinValue);
        (await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0], late)).ShouldBe(SlotOutcome.Refused);
        (await Back(letter, AskWorld.Mother, AskWorld.Sora, late)).ShouldBe(SlotOutcome.Refused);
    }

    [Test]
    public async Task Siblings_who_overlap_are_warned_of_and_by_family_they_come_together()
    {
        var (_, letter, slots) = await Made();
        var fifth = slots.First(s => s.Lane == 1 && s.Starts == slots[0].Starts);
        await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0]);
        var view = await View(letter, AskWorld.Mother);
        view.Slots!.Clashes(view.Groups[1], fifth).ShouldBeTrue();
        view.Slots!.Clashes(view.Groups[1], slots.First(s => s.Lane == 1 && s.Starts != slots[0].Starts)).ShouldBeFalse();
        view.Slots!.Clashes(view.Groups[0], slots[0]).ShouldBeFalse("one's own hour is no clash");

        await Clear();
        var (family, together, hours) = await Made(perHome: true);
        await Pick(together, AskWorld.Mother, AskWorld.Sora, hours[0]);
        (await Bookings(family)).ShouldBe([(AskWorld.Hana, hours[0].Id), (AskWorld.Sora, hours[0].Id)], ignoreOrder: true);
        // The father, who is linked to one of them, moves the family.
        await Pick(together, AskWorld.Father, AskWorld.Hana, hours[1]);
        (await Bookings(family)).ShouldBe([(AskWorld.Hana, hours[1].Id), (AskWorld.Sora, hours[1].Id)], ignoreOrder: true);
        await Back(together, AskWorld.Father, AskWorld.Hana);
        (await Bookings(family)).ShouldBeEmpty();
    }

    [Test]
    public async Task Staff_put_in_move_and_free_and_guardians_hear_of_it_without_hour_or_name()
    {
        var (ask, letter, slots) = await Made();
        (await Put(ask, letter, AskWorld.Hana, slots[0])).ShouldBe(SlotOutcome.Done);
        (await Put(ask, letter, AskWorld.Riku, slots[0])).ShouldBe(SlotOutcome.Taken);
        (await Put(ask, letter, AskWorld.Hana, slots[1], 1)).ShouldBe(SlotOutcome.Done);
        await _world.Host.Database.InTown(AskWorld.Town, async tx =>
        {
            await Desk.TakeOut(tx, AskWorld.Town, ask, letter, AskWorld.Hana, AskWorld.By, Now.AddMinutes(2), default);
            return true;
        }, default);
        var said = await Said();
        said.Count.ShouldBe(6, "both guardians, three times");
        said.ShouldAllBe(s => s.Contains("予定が変わりました") && s.Contains("/hoshimi/school-letter/") && !s.Contains("はな") && !s.Contains("15:00"));
        (await Bookings(ask)).ShouldBeEmpty();
    }

    [Test]
    public async Task The_day_before_each_booking_is_reminded_of_once_from_five_o_clock_on()
    {
        var (_, letter, slots) = await Made();
        await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0]);
        await Pick(letter, AskWorld.Other, AskWorld.Riku, slots[2]);
        var eve = JapanTime.At(Day.AddDays(-1), new TimeOnly(17, 0));
        (await Remind(eve.AddMinutes(-1))).ShouldBe(0);
        var both = await Task.WhenAll(Remind(eve), Remind(eve));
        both.Sum().ShouldBe(2, "two processes remind once: the mother and the father");
        (await Remind(eve.AddHours(1))).ShouldBe(0);
        (await Said()).ShouldAllBe(s => s.Contains("明日") && !s.Contains("はな") && !s.Contains("15:00"));
        (await Remind(eve.AddDays(1))).ShouldBe(1, "the next day's");

        // Who moves to tomorrow after that hour knows it; a withdrawn letter reminds nobody.
        await Clear();
        await Pick(letter, AskWorld.Mother, AskWorld.Hana, slots[0]);
        await _world.Host.Store.Peek<int>("update school_letter set withdrawn_at = now() where letter_id = @Id returning 1", new { letter.Id });
        (await Remind(eve)).ShouldBe(0);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private SlotDesk Desk => _world.Host.Get<SlotDesk>();

    /// <summary>Room 0 for 3年2組, room 1 for 5年1組; two hours on one day and one on the next, room by room.</summary>
    private async Task<(Ask Ask, SchoolLetter Letter, IReadOnlyList<Slot> Slots)> Made(bool perHome = false)
    {
        var id = Guid.NewGuid();
        Items<SlotLane> lanes = [new("3年2組の教室", AskWorld.Third.Id), new("5年1組の教室", AskWorld.Fifth.Id)];
        var plan = new SlotPlan([new(Day, 900, 935), new(Day.AddDays(1), 900, 915)], 15, 5, lanes);
        var ask = new Ask(id, AskWorld.School, AskKind.Slots, new AskContent("個人懇談", default, plan), perHome, AskWorld.Today.AddDays(7), null, Now);
        var slots = plan.Slots(id);
        return (ask, await _world.Send(ask, slots), [.. slots.OrderBy(s => s.Lane).ThenBy(s => s.Day).ThenBy(s => s.Starts)]);
    }

    private Task<AskView> View(SchoolLetter letter, CitizenId guardian, DateTimeOffset? now = null) =>
        _world.Host.Database.InTown(AskWorld.Town, async tx => (await AskView.Of(tx, _world.Host.Store.Sealer, AskWorld.Town, letter, guardian, now ?? Now, default))!, default);

    private async Task<SlotOutcome> Pick(SchoolLetter letter, CitizenId guardian, ChildId child, Slot slot, DateTimeOffset? now = null)
    {
        var view = await View(letter, guardian, now);
        return await _world.Host.Database.InTown(AskWorld.Town, tx => SlotDesk.Pick(tx, AskWorld.Town, view, child, slot.Id, now ?? Now, default), default);
    }

    private async Task<SlotOutcome> Back(SchoolLetter letter, CitizenId guardian, ChildId child, DateTimeOffset? now = null)
    {
        var view = await View(letter, guardian, now);
        return await _world.Host.Database.InTown(AskWorld.Town, tx => SlotDesk.GiveBack(tx, AskWorld.Town, view, child, now ?? Now, default), default);
    }

    private Task<SlotOutcome> Put(Ask ask, SchoolLetter letter, ChildId child, Slot slot, int minutes = 0) => _world.Host.Database.InTown(
        AskWorld.Town, tx => Desk.Put(tx, AskWorld.Town, ask, letter, child, [AskWorld.Hana, AskWorld.Sora, AskWorld.Riku], slot.Id, AskWorld.By, Now.AddMinutes(minutes), default), default);

    private Task<int> Remind(DateTimeOffset now) => _world.Host.Database.InTown(AskWorld.Town, tx => _world.Host.Get<SlotTeller>().Remind(tx, AskWorld.Town, now, default), default);

    private async Task<IReadOnlyList<(ChildId, Guid)>> Bookings(Ask ask) =>
        [.. (await _world.Host.Database.ReadInTown(AskWorld.Town, tx => BookingTable.Of(tx, AskWorld.Town, ask.Id, default), default)).Select(b => (b.Child, b.Slot.Id))];

    private Task<IReadOnlyList<string>> Said() =>
        _world.Host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id like 'U-ask-%' and convert_from(body, 'UTF8') like '%面談%'");
}
