using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Arrivals;

/// <summary>Tells of each child of a morning whether it is present, absent or unknown. The order in which scans came, and how often each came, change nothing.</summary>
public static class RollCall
{
    public static Items<Whereabouts> Of(Morning morning)
    {
        var scans = Kept(morning);
        var byChild = scans.Where(s => s.Child is not null).ToLookup(s => s.Child!.Value);
        var away = morning.Away.ToLookup(a => a.Child);
        return [.. morning.Roll.Distinct().Select(child => Look(morning, scans, child, [.. byChild[child]], [.. away[child]]))];
    }

    /// <summary>The buses in which nobody has been at the last seat since they came.</summary>
    public static Items<OpenBus> OpenBuses(Morning morning)
    {
        var scans = Kept(morning);
        return
        [
            .. scans.Where(s => s.Bus > 0).Select(s => s.Bus).Distinct().Order()
                .Select(bus => (Bus: bus, Came: Came(morning, scans, bus)))
                .Where(b => b.Came is not null)
                .Select(b => new OpenBus(b.Bus, b.Came!.Value.AddMinutes(morning.Rules.RearSeatMinutes))),
        ];
    }

    /// <summary>Each scan once, without those that were taken back.</summary>
    private static Scan[] Kept(Morning morning)
    {
        var taken = morning.Scans.Where(s => s.Kind == ScanKind.TakeBack).Select(s => s.Of).ToHashSet();
        return [.. morning.Scans.Where(s => s.Kind != ScanKind.TakeBack && !taken.Contains(s.Id)).DistinctBy(s => s.Id)];
    }

    private static Whereabouts Look(Morning morning, Scan[] all, ChildId child, Scan[] scans, ReportedAway[] away)
    {
        var isAway = away.Any(a => a.Until is null);
        if (scans.Any(s => s.Kind == ScanKind.Arrive))
        {
            return new Whereabouts(child, Standing.Present, isAway ? Reason.CameThoughAbsent : Reason.InClass, null);
        }

        if (scans.Length == 0)
        {
            return isAway
                ? new Whereabouts(child, Standing.Absent, Reason.Reported, null)
                : new Whereabouts(child, Standing.Unknown, Reason.NotArrived, Expected(morning, away));
        }

        var alights = scans.Where(s => s.Kind == ScanKind.Alight).ToArray();
        var reason = isAway ? Reason.BoardedThoughAbsent : alights.Length > 0 ? Reason.NotInClass : Reason.NotAlighted;
        return new Whereabouts(child, Standing.Unknown, reason, OffTheBus(morning, all, scans, alights));
    }

    private static DateTimeOffset Expected(Morning morning, ReportedAway[] away) =>
        away.Select(a => a.Until).OfType<TimeOnly>().Select(t => JapanTime.At(morning.Day, t)).Append(morning.ArriveBy).Max();

    /// <summary>
    /// Since when a child that boarded is late: some minutes after its bus came, and never later than all others. What counts is when we heard of it,
    /// so that no clock of a phone can put it off.
    /// </summary>
    private static DateTimeOffset OffTheBus(Morning morning, Scan[] all, Scan[] scans, Scan[] alights)
    {
        var boards = scans.Where(s => s.Kind == ScanKind.Board).ToArray();
        var came = alights.Concat(all.Where(s => s.Kind is ScanKind.Alight or ScanKind.RearSeat && boards.Any(b => b.Bus > 0 && b.Bus == s.Bus && s.IsAfter(b))));
        return came.Select(s => s.HeardAt.AddMinutes(morning.Rules.BusMinutes)).Append(morning.ArriveBy).Min();
    }

    /// <summary>When a bus came that has not been looked through since; of one of which nobody alighted it is said when all should be in class.</summary>
    private static DateTimeOffset? Came(Morning morning, Scan[] scans, int bus)
    {
        var ours = scans.Where(s => s.Bus == bus).ToArray();
        var checks = ours.Where(s => s.Kind == ScanKind.RearSeat).ToArray();
        var open = ours.Where(s => s.Kind is ScanKind.Board or ScanKind.Alight && !checks.Any(c => c.IsAfter(s))).ToArray();
        if (open.Length == 0)
        {
            return null;
        }

        // What a phone kept for an hour comes one by one: the check may be the next.
        var alights = open.Where(s => s.Kind == ScanKind.Alight).Select(s => s.HeardAt).ToArray();
        return alights.Length > 0 ? alights.Min() : open.Select(s => s.HeardAt).Append(morning.ArriveBy).Max();
    }
}
