using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>What truly becomes of a child.</summary>
internal enum Fate
{
    Walks,
    Rides,
    IsAbsent,
    ComesLater,
    RidesThoughAbsent,

    /// <summary>From here on nobody knows where it is.</summary>
    StaysAway,
    LeftInTheBus,
    LostAfterTheBus,
    LeftThoughAbsent,
}

/// <summary>
/// A morning at a nursery with two buses: what truly happens, and what the server hears of it from phones that are without signal for up to an hour, whose
/// clocks are wrong and jump, that send twice, and two of which scan the same child. Whoever stands in a class and sees that the phone has no signal
/// notes the child on the office's tablet as well, as the page asks; <paramref name="tablet"/> says whether they do.
/// </summary>
internal sealed class SimulatedMorning(int seed, bool tablet = true)
{
    public static readonly DateOnly Day = new(2026, 11, 30);

    public static readonly ArrivalRules Rules = new()
    {
        IsOn = true, ArriveBy = new TimeOnly(9, 0), GuardianMinutes = 5, StaffMinutes = 10, HeadMinutes = 20, Buses = 2, BusMinutes = 15, RearSeatMinutes = 10,
    };

    private static readonly (Fate Fate, int Share)[] Shares =
    [
        (Fate.Walks, 36), (Fate.Rides, 40), (Fate.IsAbsent, 7), (Fate.ComesLater, 3), (Fate.RidesThoughAbsent, 2),
        (Fate.StaysAway, 4), (Fate.LeftInTheBus, 4), (Fate.LostAfterTheBus, 3), (Fate.LeftThoughAbsent, 1),
    ];

    private readonly Random _dice = new(seed);
    private readonly List<Scan> _scans = [];
    private readonly List<ReportedAway> _away = [];
    private readonly Dictionary<string, Phone> _phones = new(StringComparer.Ordinal);

    public Dictionary<ChildId, Fate> Fates { get; } = [];

    /// <summary>Buses whose last seat nobody looked at.</summary>
    public HashSet<int> Forgotten { get; } = [];

    public int Doubles { get; private set; }

    public int Offline => _phones.Values.Count(p => p.Back > p.Gone);

    public static DateTimeOffset At(int hour, double minute) => JapanTime.At(Day, new TimeOnly(hour, 0)).AddMinutes(minute);

    public SimulatedMorning Happens()
    {
        DateTimeOffset[] came = [default, At(8, Between(30, 38)), At(8, Between(30, 38))];
        for (var i = 0; i < 16; i++)
        {
            var child = new ChildId(new Guid(i + 1, 1, 1, new byte[8]));
            var fate = Pick();
            Fates[child] = fate;
            Live(child, fate, bus: (i % 2) + 1, came[(i % 2) + 1], room: i % 4 / 2);
        }

        foreach (var bus in (int[])[1, 2])
        {
            if (_dice.Next(20) == 0)
            {
                Forgotten.Add(bus);
            }
            else
            {
                Note($"bus-{bus}", ScanKind.RearSeat, null, bus, came[bus].AddMinutes(Between(3.5, 6)));
            }
        }

        return this;
    }

    /// <summary>As the server knows it at a moment.</summary>
    public Morning Known(DateTimeOffset now) => new(
        Day, At(9, 0), Rules, [.. Fates.Keys], [.. _away], [.. _scans.Where(s => s.HeardAt <= now).DistinctBy(s => s.Id)]);

    private void Live(ChildId child, Fate fate, int bus, DateTimeOffset came, int room)
    {
        if (fate is Fate.IsAbsent or Fate.RidesThoughAbsent or Fate.LeftThoughAbsent)
        {
            _away.Add(new ReportedAway(child, null));
        }

        if (fate is Fate.ComesLater)
        {
            _away.Add(new ReportedAway(child, new TimeOnly(10, 0)));
        }

        var rides = fate is Fate.Rides or Fate.RidesThoughAbsent or Fate.LeftInTheBus or Fate.LostAfterTheBus or Fate.LeftThoughAbsent;
        // Whoever scans forgets one in ten who board; of a child that was reported absent nobody could know then.
        if (rides && (_dice.Next(10) > 0 || fate is Fate.LeftThoughAbsent))
        {
            Note($"bus-{bus}", ScanKind.Board, child, bus, came.AddMinutes(-Between(4, 20)));
        }

        var alights = came.AddMinutes(Between(0, 3));
        if (fate is Fate.Rides or Fate.RidesThoughAbsent or Fate.LostAfterTheBus)
        {
            Note($"bus-{bus}", ScanKind.Alight, child, bus, alights);
        }

        var arrives = fate switch
        {
            Fate.Walks => At(8, Between(20, 55)),
            Fate.Rides or Fate.RidesThoughAbsent => alights.AddMinutes(Between(1, 7)),
            Fate.ComesLater => At(9, Between(20, 55)),
            _ => (DateTimeOffset?)null,
        };
        if (arrives is { } at)
        {
            Note($"room-{room}", ScanKind.Arrive, child, 0, at);
            if (tablet && Of($"room-{room}").IsGone(at))
            {
                Note("tablet", ScanKind.Arrive, child, 0, at.AddMinutes(Between(1, 4)));
            }
        }
    }

    private void Note(string name, ScanKind kind, ChildId? child, int bus, DateTimeOffset at)
    {
        Send(Of(name), kind, child, bus, at);
        if (_dice.Next(5) == 0)
        {
            // A colleague notes the same child a little later.
            Doubles++;
            Send(Of($"{name}-second"), kind, child, bus, at.AddSeconds(Between(1, 40)));
        }
    }

    private void Send(Phone phone, ScanKind kind, ChildId? child, int bus, DateTimeOffset at)
    {
        var sends = (phone.IsGone(at) ? phone.Back : at).AddSeconds(Between(1, 9));
        var heard = sends.AddSeconds(Between(0.1, 2));
        var made = PhoneClock.MadeAt(phone.Shows(at), phone.Shows(sends), heard);
        var scan = new Scan(Fresh(), kind, child, bus, null, phone.Id, ++phone.Count, made, heard);
        _scans.Add(scan);
        if (_dice.Next(4) == 0)
        {
            // The answer was lost, and the phone sends it again.
            Doubles++;
            _scans.Add(scan with { HeardAt = heard.AddSeconds(Between(5, 600)) });
        }
    }

    private Phone Of(string name)
    {
        if (_phones.TryGetValue(name, out var known))
        {
            return known;
        }

        // The tablet hangs on the house's own line.
        var isGone = name != "tablet" && _dice.Next(2) == 0;
        var gone = At(8, Between(0, 70));
        var phone = new Phone(
            Fresh(), TimeSpan.FromMinutes(_dice.Next(3) == 0 ? Between(-4000, 4000) : Between(-2, 2)),
            At(8, Between(0, 90)), TimeSpan.FromMinutes(_dice.Next(5) == 0 ? Between(-120, 120) : 0), gone, isGone ? gone.AddMinutes(Between(1, 60)) : gone);
        return _phones[name] = phone;
    }

    private Fate Pick()
    {
        var left = _dice.Next(Shares.Sum(s => s.Share));
        return Shares.First(s => (left -= s.Share) < 0).Fate;
    }

    private double Between(double from, double to) => from + (_dice.NextDouble() * (to - from));

    private Guid Fresh()
    {
        var bytes = new byte[16];
        _dice.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A phone: how wrong its clock is, when that changes, and when it is without signal.</summary>
    private sealed class Phone(Guid id, TimeSpan wrong, DateTimeOffset jumpsAt, TimeSpan jump, DateTimeOffset gone, DateTimeOffset back)
    {
        public Guid Id => id;

        public long Count { get; set; }

        public DateTimeOffset Gone => gone;

        public DateTimeOffset Back => back;

        public bool IsGone(DateTimeOffset at) => gone <= at && at < back;

        public DateTimeOffset Shows(DateTimeOffset at) => at + wrong + (at >= jumpsAt ? jump : TimeSpan.Zero);
    }
}
