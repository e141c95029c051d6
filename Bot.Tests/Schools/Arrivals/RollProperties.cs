using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>What holds for any heap of scans.</summary>
public sealed class RollProperties
{
    private const int Children = 5;

    private static readonly DateOnly Day = new(2026, 11, 30);
    private static readonly DateTimeOffset Eight = JapanTime.At(Day, new TimeOnly(8, 0));
    private static readonly ArrivalRules Rules = new() { IsOn = true, Buses = 2, TellsArrival = true };

    private static readonly Gen<Scan> Scans =
        Gen.Choose(0, 4).Zip(Gen.Choose(0, Children - 1)).Zip(Gen.Choose(0, 2).Zip(Gen.Choose(0, 120)).Zip(Gen.Choose(0, 60))).Zip(Gen.Choose(1, 40))
            .Select(p => Of((ScanKind)p.Item1.Item1.Item1, p.Item1.Item1.Item2, p.Item1.Item2.Item1.Item1, p.Item1.Item2.Item1.Item2, p.Item1.Item2.Item2, p.Item2));

    private static readonly Arbitrary<Morning> Mornings = Arb.From(Gen.ArrayOf(Scans).Zip(Gen.ArrayOf(Gen.Choose(0, Children - 1))).Select(p => Of(p.Item1, p.Item2)));

    [Test]
    public void A_child_is_present_only_when_somebody_noted_that_very_child_in_class() => Prop.ForAll(Mornings, morning =>
    {
        var roll = RollCall.Of(morning);
        roll.Select(w => w.Child).ShouldBe(morning.Roll, "each child stands somewhere, once");
        var back = morning.Scans.Where(s => s.Kind == ScanKind.TakeBack).Select(s => s.Of).ToHashSet();
        foreach (var child in roll)
        {
            var seen = morning.Scans.Any(s => s.Kind == ScanKind.Arrive && s.Child == child.Child && !back.Contains(s.Id));
            (child.Standing == Standing.Present).ShouldBe(seen);
            (child.LateFrom is not null).ShouldBe(child.Standing == Standing.Unknown, "who is unknown is late some time");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void Neither_order_nor_repetition_nor_a_phones_idea_of_the_hour_changes_where_a_child_stands() => Prop.ForAll(Mornings, morning =>
    {
        var scans = morning.Scans.ToArray();
        RollCall.Of(morning with { Scans = [.. scans.Reverse(), .. scans] }).ShouldBe(RollCall.Of(morning));
        RollCall.OpenBuses(morning with { Scans = [.. scans.Reverse(), .. scans] }).ShouldBe(RollCall.OpenBuses(morning));
        var elsewhere = morning with { Scans = [.. scans.Select(s => s with { At = s.At.AddDays(2) })] };
        RollCall.Of(elsewhere).Select(w => w.Standing).ShouldBe(RollCall.Of(morning).Select(w => w.Standing));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void A_step_is_due_until_it_is_taken_and_then_never_again() => Prop.ForAll(Mornings, morning =>
    {
        var taken = new List<TakenStep>();
        foreach (var minute in (int[])[30, 61, 70, 85, 150])
        {
            var now = Eight.AddMinutes(minute);
            var due = AlarmPlan.Due(morning, taken, now);
            var later = AlarmPlan.Due(morning, taken, now.AddMinutes(3)).Select(d => (d.What, d.Episode, d.Step)).ToHashSet();
            due.ShouldAllBe(d => later.Contains(new(d.What, d.Episode, d.Step)));
            taken.AddRange(due.Select(d => new TakenStep(d.What.Code, d.Episode, d.Step)));
            AlarmPlan.Due(morning, taken, now).ShouldBeEmpty();
        }

        foreach (var child in RollCall.Of(morning).Where(w => w.Standing == Standing.Unknown))
        {
            var steps = taken.Where(t => t.Subject == new Watched.Pupil(child.Child).Code).Select(t => t.Step).ToList();
            steps.ShouldContain(AlarmStep.Guardian);
            steps.ShouldContain(AlarmStep.Staff);
            steps.ShouldContain(AlarmStep.Head);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Morning Of(Scan[] scans, int[] away) => new(
        Day, Eight.AddHours(1), Rules, [.. Enumerable.Range(0, Children).Select(Child)],
        [.. away.Distinct().Take(2).Select((c, n) => new ReportedAway(Child(c), n == 0 ? null : new TimeOnly(9, 30)))], [.. scans.DistinctBy(s => s.Id)]);

    private static Scan Of(ScanKind kind, int child, int bus, int minute, int late, int count) => new(
        NamedGuid.From("scan", $"{count}"), kind, kind == ScanKind.RearSeat ? null : Child(child), kind == ScanKind.RearSeat ? Math.Max(1, bus) : bus,
        kind == ScanKind.TakeBack ? NamedGuid.From("scan", $"{(count * 7) % 40}") : null, new Guid(bus + 1, 0, 0, new byte[8]), count, Eight.AddMinutes(minute), Eight.AddMinutes(minute + late));

    private static ChildId Child(int n) => new(new Guid(n + 1, 2, 0, new byte[8]));
}
