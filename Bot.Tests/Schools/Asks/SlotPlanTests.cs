using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

public sealed class SlotPlanTests
{
    private static readonly DateOnly Day = new(2026, 12, 7);
    private static readonly Guid Id = Guid.NewGuid();

    [Test]
    public void Slots_follow_from_days_length_pause_and_lanes_and_none_sticks_out()
    {
        var plan = new SlotPlan([new(Day, 900, 960), new(Day.AddDays(1), 540, 560)], 15, 5, [new("1組", null), new("2組", null)]);
        var slots = plan.Slots(Id);
        slots.Where(s => s.Lane == 1).Select(s => (s.Day, s.Starts, s.Ends)).ShouldBe([(Day, 900, 915), (Day, 920, 935), (Day, 940, 955), (Day.AddDays(1), 540, 555)]);
        slots.Count.ShouldBe(8);
        slots.Select(s => s.Id).Distinct().Count().ShouldBe(8);
        plan.Slots(Id).ShouldBe(slots, "the same plan gives the same slots");
    }

    [TestCase(900, 915, true)]
    [TestCase(885, 901, true)]
    [TestCase(905, 910, true)]
    [TestCase(915, 930, false)]
    [TestCase(885, 900, false)]
    public void Hours_overlap_only_when_they_share_a_minute(int starts, int ends, bool overlap)
    {
        var slot = new Slot(Id, Day, 900, 915, 0);
        slot.Overlaps(slot with { Starts = starts, Ends = ends }).ShouldBe(overlap);
        slot.Overlaps(slot with { Starts = starts, Ends = ends, Day = Day.AddDays(1) }).ShouldBeFalse();
    }

    [Test]
    public void A_lane_is_for_its_class_and_one_without_a_class_for_all()
    {
        var of = new ClassId(Guid.NewGuid());
        new SlotLane("a", of).IsFor(of).ShouldBeTrue();
        new SlotLane("a", of).IsFor(new ClassId(Guid.NewGuid())).ShouldBeFalse();
        new SlotLane("a", null).IsFor(of).ShouldBeTrue();
    }
}
