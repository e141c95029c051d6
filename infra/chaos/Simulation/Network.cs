using Bot.Domain.Conversations;

namespace Bot.Chaos.Simulation;

/// <summary>The way from the resident to us: events come at once, late, twice, out of order, or are lost and delivered again.</summary>
internal sealed class Network(Dice dice)
{
    private readonly PriorityQueue<Heard, DateTimeOffset> _onTheWay = new();
    private int _sent;

    public bool IsEmpty => _onTheWay.Count == 0;

    public void Send(Input input, DateTimeOffset now)
    {
        var heard = new Heard($"e{_sent++}", input, now);
        _onTheWay.Enqueue(heard, now + Way(late: dice.Once(20)));
        while (dice.Once(4))
        {
            _onTheWay.Enqueue(heard, now + Way(late: dice.Chance(50)));
        }
    }

    public IEnumerable<Heard> Arrived(DateTimeOffset now)
    {
        while (_onTheWay.TryPeek(out var heard, out var at) && at <= now)
        {
            _onTheWay.Dequeue();
            yield return heard;
        }
    }

    public DateTimeOffset? Next() => _onTheWay.TryPeek(out _, out var at) ? at : null;

    private TimeSpan Way(bool late) => !late ? TimeSpan.FromMilliseconds(dice.Between(5, 300)) : dice.Below(10) switch
    {
        < 5 => TimeSpan.FromSeconds(dice.Between(1, 120)),
        < 8 => TimeSpan.FromMinutes(dice.Between(1, 90)),
        < 9 => TimeSpan.FromHours(dice.Between(1, 72)),
        _ => TimeSpan.FromDays(dice.Between(1, 30)),
    };
}
