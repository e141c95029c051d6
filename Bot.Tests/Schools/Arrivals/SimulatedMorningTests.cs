using System.Collections.Concurrent;
using System.Globalization;
using Bot.Domain.Schools.Arrivals;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Schools.Arrivals.SimulatedMorning;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>The promise: who is left behind is missed within the configured minutes, and nobody is missed who is where they should be.</summary>
public sealed class SimulatedMorningTests
{
    private const int Mornings = 1000;

    private static readonly AlarmStep[] Alarms = [AlarmStep.Guardian, AlarmStep.Staff, AlarmStep.Head];

    [Test]
    public async Task In_a_thousand_mornings_every_child_left_behind_alarms_in_time_and_no_other_does()
    {
        var (wrong, first) = (new ConcurrentBag<string>(), new ConcurrentBag<double>());
        var (missing, fine, offline, doubles, seats) = (0, 0, 0, 0, 0);
        Parallel.For(0, Mornings, seed =>
        {
            var morning = new SimulatedMorning(seed).Happens();
            var steps = Watch(morning);
            Interlocked.Add(ref offline, morning.Offline);
            Interlocked.Add(ref doubles, morning.Doubles);
            foreach (var (child, fate) in morning.Fates)
            {
                var mine = steps.Where(s => s.Step.What == new Watched.Pupil(child)).ToList();
                if (fate < Fate.StaysAway)
                {
                    Interlocked.Increment(ref fine);
                    if (mine.Find(s => Alarms.Contains(s.Step.Step)) is { Step: not null } needless)
                    {
                        wrong.Add($"{seed}: {fate} alarmed at {needless.At:HH:mm} {needless.Step.Reason}");
                    }

                    continue;
                }

                Interlocked.Increment(ref missing);
                // Of a child that was reported absent nothing can be known before the scan that says otherwise is heard.
                var from = fate == Fate.LeftThoughAbsent ? morning.Known(DateTimeOffset.MaxValue).Scans.Where(s => s.Child == child).Min(s => s.HeardAt) : At(9, 0);
                foreach (var (step, minutes) in new[] { (AlarmStep.Guardian, Rules.GuardianMinutes), (AlarmStep.Staff, Rules.StaffMinutes), (AlarmStep.Head, Rules.HeadMinutes) })
                {
                    // The round of this test comes once a minute.
                    if (mine.Find(s => s.Step.Step == step) is not { Step: not null } taken || taken.At > Later(At(9, minutes), from).AddMinutes(1))
                    {
                        wrong.Add($"{seed}: {fate} without {step} in time");
                    }
                }

                first.Add((mine.Where(s => Alarms.Contains(s.Step.Step)).Select(s => s.At).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() - At(9, 0)).TotalMinutes);
                if (fate == Fate.LeftThoughAbsent && mine.Any(s => s.Step.Reason == Reason.BoardedThoughAbsent) && mine.TrueForAll(s => s.Step.Step != AlarmStep.Ask))
                {
                    wrong.Add($"{seed}: {fate} was not asked");
                }
            }

            foreach (var bus in (int[])[1, 2])
            {
                var isUsed = morning.Known(DateTimeOffset.MaxValue).Scans.Any(s => s.Bus == bus && s.Kind is (ScanKind.Board or ScanKind.Alight));
                var alarmed = steps.Exists(s => s.Step.What == new Watched.Bus(bus) && s.Step.Step == AlarmStep.Staff);
                Interlocked.Add(ref seats, morning.Forgotten.Contains(bus) && isUsed ? 1 : 0);
                if (morning.Forgotten.Contains(bus) && isUsed && !alarmed)
                {
                    wrong.Add($"{seed}: nobody looked through bus {bus}");
                }
            }
        });

        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Mornings} mornings, {missing} children missing, {fine} where they should be, {seats} buses not looked through, {offline} phones without signal, {doubles} double scans; first alarm {first.Min():0}…{first.Max():0} min after the hour, on average {first.Average():0.0}"));
        wrong.Order(StringComparer.Ordinal).Take(20).ShouldBeEmpty($"{wrong.Count} of {missing + fine}");
        missing.ShouldBeGreaterThan(1000);
        seats.ShouldBeGreaterThan(50);
        offline.ShouldBeGreaterThan(2000);
    }

    [Test]
    public async Task Where_nobody_uses_the_tablet_a_child_that_no_connected_phone_has_told_of_is_unknown_and_cleared_when_its_phone_is_back()
    {
        var (needless, uncleared) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var morning = new SimulatedMorning(seed, tablet: false).Happens();
            var steps = Watch(morning);
            foreach (var (child, _) in morning.Fates.Where(f => f.Value < Fate.StaysAway))
            {
                var mine = steps.Where(s => s.Step.What == new Watched.Pupil(child)).ToList();
                needless += mine.Exists(s => Alarms.Contains(s.Step.Step)) ? 1 : 0;
                uncleared += mine.Exists(s => Alarms.Contains(s.Step.Step)) && !mine.Exists(s => s.Step.Step == AlarmStep.Cleared) ? 1 : 0;
            }
        }

        await TestContext.Out.WriteLineAsync($"{needless} alarms of children whose phone had no signal, in 100 mornings");
        needless.ShouldBeGreaterThan(0, "not knowing is never taken for good");
        uncleared.ShouldBe(0);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>A round every minute until the last phone is back.</summary>
    private static List<(DateTimeOffset At, DueStep Step)> Watch(SimulatedMorning morning)
    {
        var (taken, steps) = (new List<TakenStep>(), new List<(DateTimeOffset, DueStep)>());
        for (var now = At(8, 20); now <= At(10, 15); now = now.AddMinutes(1))
        {
            foreach (var step in AlarmPlan.Due(morning.Known(now), taken, now))
            {
                steps.Add((now, step));
                taken.Add(new TakenStep(step.What.Code, step.Episode, step.Step));
            }
        }

        return steps;
    }
}
