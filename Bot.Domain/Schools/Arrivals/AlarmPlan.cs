using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Arrivals;

/// <summary>Who or what an alarm is about.</summary>
public abstract record Watched
{
    private Watched() { }

    public sealed record Pupil(ChildId Id) : Watched;

    public sealed record Bus(int Number) : Watched;

    /// <summary>As it is stored.</summary>
    public string Code => this switch
    {
        Pupil(var id) => $"child/{id.Value:n}",
        Bus(var number) => $"bus/{number.ToString(CultureInfo.InvariantCulture)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>A step of telling somebody. The names are stored.</summary>
public enum AlarmStep
{
    Guardian,
    Staff,
    Head,

    /// <summary>The staff are asked about what does not fit together.</summary>
    Ask,

    /// <summary>It is known where the child is; those who were alarmed hear so.</summary>
    Cleared,

    /// <summary>The guardians hear that the child has come.</summary>
    Arrived,
}

/// <summary>A step that has been taken.</summary>
/// <param name="Episode">Counts the alarms about one child: after the all-clear a new one may begin.</param>
public sealed record TakenStep(string Subject, int Episode, AlarmStep Step);

/// <summary>A step that is to be taken now.</summary>
/// <param name="DueAt">Since when.</param>
public sealed record DueStep(Watched What, int Episode, AlarmStep Step, Reason Reason, DateTimeOffset DueAt);

/// <summary>Which steps are to be taken at a moment, given those that have been. Each is due until it is taken, so none is lost by a stop of the machine.</summary>
public static class AlarmPlan
{
    public static Items<DueStep> Due(Morning morning, IReadOnlyCollection<TakenStep> taken, DateTimeOffset now)
    {
        var known = taken.ToLookup(t => t.Subject, StringComparer.Ordinal);
        var (due, unreached) = (new List<DueStep>(), morning.Unreached.ToHashSet());
        foreach (var child in RollCall.Of(morning))
        {
            var what = new Watched.Pupil(child.Child);
            due.AddRange(OfChild(morning.Rules, child, !unreached.Contains(child.Child), what, Story.Of(known[what.Code]), now));
        }

        var open = RollCall.OpenBuses(morning).ToDictionary(b => b.Bus);
        for (var number = 1; number <= ArrivalRules.MostBuses; number++)
        {
            var what = new Watched.Bus(number);
            due.AddRange(OfBus(morning.Rules, open.GetValueOrDefault(number), what, Story.Of(known[what.Code]), now));
        }

        return [.. due];
    }

    private static IEnumerable<DueStep> OfChild(ArrivalRules rules, Whereabouts child, bool isReached, Watched what, Story story, DateTimeOffset now)
    {
        if (child.Reason is Reason.CameThoughAbsent or Reason.BoardedThoughAbsent && !story.Has(AlarmStep.Ask))
        {
            yield return new DueStep(what, story.Episode, AlarmStep.Ask, child.Reason, now);
        }

        if (child.LateFrom is not { } late)
        {
            if (story.IsAlarmed)
            {
                yield return new DueStep(what, story.Episode, AlarmStep.Cleared, child.Reason, now);
            }

            if (child.Standing == Standing.Present && rules.TellsArrival && !story.WasTold)
            {
                yield return new DueStep(what, 0, AlarmStep.Arrived, child.Reason, now);
            }

            yield break;
        }

        // Whoever was on a bus may still be in it, and only the staff can open it: they hear no later than the guardians. Where no guardian hears, nobody waits for their answer.
        var staff = child.Reason == Reason.NotArrived && isReached ? rules.StaffMinutes : Math.Min(rules.StaffMinutes, rules.GuardianMinutes);
        foreach (var (step, minutes) in new[] { (AlarmStep.Guardian, rules.GuardianMinutes), (AlarmStep.Staff, staff), (AlarmStep.Head, rules.HeadMinutes) })
        {
            if (late.AddMinutes(minutes) is var at && at <= now && !story.Has(step))
            {
                yield return new DueStep(what, story.Episode, step, child.Reason, at);
            }
        }
    }

    private static IEnumerable<DueStep> OfBus(ArrivalRules rules, OpenBus? bus, Watched what, Story story, DateTimeOffset now)
    {
        if (bus is null)
        {
            if (story.IsAlarmed)
            {
                yield return new DueStep(what, story.Episode, AlarmStep.Cleared, Reason.RearSeat, now);
            }

            yield break;
        }

        foreach (var (step, minutes) in new[] { (AlarmStep.Staff, 0), (AlarmStep.Head, rules.HeadMinutes - rules.StaffMinutes) })
        {
            if (bus.LateFrom.AddMinutes(minutes) is var at && at <= now && !story.Has(step))
            {
                yield return new DueStep(what, story.Episode, step, Reason.RearSeat, at);
            }
        }
    }

    /// <summary>The steps about one child or bus so far.</summary>
    private sealed record Story(int Episode, Items<AlarmStep> Now, bool WasTold)
    {
        public bool IsAlarmed => Has(AlarmStep.Guardian) || Has(AlarmStep.Staff) || Has(AlarmStep.Head);

        public bool Has(AlarmStep step) => Now.Contains(step);

        public static Story Of(IEnumerable<TakenStep> taken)
        {
            var all = taken.ToArray();
            var episode = all.Count(t => t.Step == AlarmStep.Cleared);
            return new Story(episode, [.. all.Where(t => t.Episode == episode).Select(t => t.Step)], all.Any(t => t.Step is AlarmStep.Arrived or AlarmStep.Guardian));
        }
    }
}
