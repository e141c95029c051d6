using System.Collections.Immutable;
using Bot.Domain.BulkyWaste;

namespace Bot.Chaos.Simulation;

/// <summary>How one talk went.</summary>
/// <param name="Trace">Equal for equal seeds.</param>
/// <param name="Failure">What went wrong and after how many steps; <c>null</c> when nothing did.</param>
internal sealed record TalkRun(ulong Seed, ulong Trace, int Turns, int Submissions, int Crashes, string? Failure);

/// <summary>One resident's whole talk with one town, its network, crashes, clocks and releases, from one seed.</summary>
internal sealed class SimulatedTalk
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.FromHours(9));

    private readonly ulong _seed;
    private readonly IReadOnlyList<Release> _releases;
    private readonly Action<string>? _tell;
    private readonly Dice _dice;
    private readonly Network _network;
    private readonly Checker _checker;
    private readonly Resident _resident;
    private readonly Worker _worker;
    private readonly Store _store;
    private readonly Habits _habits;
    private DateTimeOffset _clock;
    private TimeSpan _skew;
    private int _release;
    private int _turns;
    private int _submissions;
    private int _crashes;

    /// <param name="tell">Hears every step, for a replay; <c>null</c> for none.</param>
    public SimulatedTalk(ulong seed, DemoTown town, IReadOnlyList<Release> releases, Habits? habits = null, Action<string>? tell = null)
    {
        (_seed, _releases, _tell, _habits) = (seed, releases, tell, habits ?? new Habits());
        _dice = Dice.For(seed, 1);
        _network = new Network(Dice.For(seed, 2));
        _checker = new Checker(releases[0].Words);
        _resident = new Resident(town, Dice.For(seed, 3), _checker);
        _worker = new Worker(town, _habits, _checker);
        _store = new Store(new World(town, _dice.Next() % 1000, ImmutableDictionary<Guid, BulkyRequest>.Empty, []));
        _clock = Start.AddDays(_dice.Below(120)).AddMinutes(_dice.Below(1440));
    }

    public TalkRun Play()
    {
        var step = 0;
        try
        {
            for (var steps = _dice.Between(8, 32); step < steps; step++)
            {
                Weather();
                if (!_dice.Once(12))
                {
                    _network.Send(_resident.Acts(_clock), _clock);
                }

                _clock += TimeSpan.FromSeconds(1);
                Pass();
            }

            Rest();
            return Done(null);
        }
        catch (Exception wrong)
        {
            return Done($"step {step}: {(wrong is Violation || _tell is null ? $"{wrong.GetType().Name}: {wrong.Message}" : wrong.ToString())}");
        }
    }

    /// <summary>Plays a few steps in fair weather and stops in the middle: where a talk may stand when something odd comes in.</summary>
    public (Row Row, World World) Halfway()
    {
        for (var steps = _dice.Between(1, 24); steps > 0; steps--)
        {
            _clock += TimeSpan.FromSeconds(5);
            _network.Send(_resident.Acts(_clock), _clock - TimeSpan.FromSeconds(4));
            Pass(mayDie: false);
        }

        return (_store.Row, _store.World);
    }

    /// <summary>Lets everything arrive and every alarm ring: nothing may be left over.</summary>
    private void Rest()
    {
        _skew = TimeSpan.Zero;
        for (var rest = 0; rest < 200 && (_network.Next() ?? _store.Row.WakeAt) is { } next; rest++)
        {
            _clock = next > _clock ? next : _clock.AddSeconds(1);
            Pass(mayDie: false);
        }

        Checker.Must(_network.IsEmpty && _store.Row.WakeAt is null && _store.Pending().Count == 0, "something is left over when all has come to rest");
    }

    private TalkRun Done(string? failure) => new(_seed, _checker.Trace, _turns, _submissions, _crashes, failure);

    private void Weather()
    {
        _clock += _dice.Below(100) switch
        {
            < 85 => TimeSpan.FromSeconds(_dice.Between(2, 90)),
            < 93 => TimeSpan.FromMinutes(_dice.Between(2, 45)),
            < 97 => TimeSpan.FromHours(_dice.Between(1, 30)),
            _ => TimeSpan.FromDays(_dice.Between(1, 20)),
        };
        if (_dice.Once(15))
        {
            _skew = TimeSpan.FromMinutes(_dice.Between(-60, 60));
        }

        if (_dice.Once(20))
        {
            _release = _dice.Below(_releases.Count);
            _tell?.Invoke($"-- release {_release} is rolled out");
        }

        if (_dice.Once(8))
        {
            _store.World = _store.World with { Drift = _dice.Next() % 1000 };
        }
    }

    private void Pass(bool mayDie = true)
    {
        foreach (var heard in _network.Arrived(_clock))
        {
            _store.Receive(heard, _habits.ForgetsIds);
        }

        while (mayDie && _dice.Once(15))
        {
            Work(_dice.Below(4));
            _crashes++;
        }

        Work(diesBefore: null);
    }

    private void Work(int? diesBefore)
    {
        foreach (var turn in _worker.Work(_store, new Pass(_releases[_release], _clock, _clock + _skew, diesBefore)))
        {
            _turns++;
            _submissions += turn.Submit is null ? 0 : 1;
            _resident.Sees(turn);
            _tell?.Invoke($"{_clock:MM-dd HH:mm:ss} r{_release} {turn.Input} -> {turn.Turn.Next.Turn.Value} {turn.Turn.Next.Phase}: {string.Join(", ", turn.Turn.Effects)}");
        }
    }
}
