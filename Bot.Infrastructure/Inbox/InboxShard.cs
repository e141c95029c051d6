using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Inbox;

/// <summary>Residents of one town to take turns for, all found in the same way.</summary>
internal sealed record InboxBatch(TownId Town, IReadOnlyList<CitizenId> Citizens, bool Swept);

/// <summary>The queue of one worker. Towns take turns, so that a busy one does not shut out a quiet one.</summary>
internal sealed class InboxShard(TimeProvider time)
{
    /// <summary>Beyond this it forgets what it is offered, rather than grow without end.</summary>
    private const int Most = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(TownId, CitizenId), Hand> _hands = [];
    private readonly Dictionary<(TownId Town, bool Swept), Queue<CitizenId>> _queues = [];
    private readonly Queue<(TownId Town, bool Swept)> _round = new();
    private readonly PriorityQueue<(TownId Town, CitizenId Citizen, bool Swept), long> _later = new();
    private readonly Bell _bell = new();

    private enum Hand
    {
        Waiting,
        Running,
        RunningAndWanted,
    }

    internal int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _hands.Count;
            }
        }
    }

    internal void Offer(TownId town, CitizenId citizen, bool swept, bool seen)
    {
        lock (_lock)
        {
            Add(town, citizen, swept, seen);
        }

        _bell.Ring();
    }

    /// <summary>Up to <paramref name="most"/> residents of the next town, as soon as there is one.</summary>
    internal async Task<InboxBatch> Take(int most, CancellationToken stop)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                wait = Awaken();
                if (_round.TryDequeue(out var turn))
                {
                    var queue = _queues[turn];
                    var citizens = new List<CitizenId>(Math.Min(most, queue.Count));
                    while (citizens.Count < most && queue.TryDequeue(out var citizen))
                    {
                        _hands[(turn.Town, citizen)] = Hand.Running;
                        citizens.Add(citizen);
                    }

                    if (queue.Count > 0)
                    {
                        _round.Enqueue(turn);
                    }
                    else
                    {
                        _queues.Remove(turn);
                    }

                    return new(turn.Town, citizens, turn.Swept);
                }
            }

            await _bell.Wait(wait, time, stop);
        }
    }

    /// <summary>Takes a batch out of the hands; whoever was wanted meanwhile, or is named, waits again.</summary>
    /// <param name="soon">Whom another process had locked: again in a moment.</param>
    /// <param name="again">Who has more events than one transaction takes.</param>
    internal void Done(InboxBatch batch, IReadOnlyCollection<CitizenId> soon, IReadOnlyCollection<CitizenId> again)
    {
        lock (_lock)
        {
            foreach (var citizen in batch.Citizens)
            {
                _hands.Remove((batch.Town, citizen), out var hand);
                if (hand == Hand.RunningAndWanted)
                {
                    Add(batch.Town, citizen, swept: false, seen: false);
                }
            }

            foreach (var citizen in again)
            {
                Add(batch.Town, citizen, swept: false, seen: false);
            }

            foreach (var citizen in soon)
            {
                _later.Enqueue((batch.Town, citizen, batch.Swept), time.GetTimestamp() + time.TimestampFrequency / 20);
            }
        }

        _bell.Ring();
    }

    private void Add(TownId town, CitizenId citizen, bool swept, bool seen)
    {
        if (_hands.TryGetValue((town, citizen), out var hand))
        {
            if (hand == Hand.Running && !seen)
            {
                _hands[(town, citizen)] = Hand.RunningAndWanted;
            }

            return;
        }

        if (_hands.Count >= Most)
        {
            return;
        }

        _hands[(town, citizen)] = Hand.Waiting;
        if (!_queues.TryGetValue((town, swept), out var queue))
        {
            _queues[(town, swept)] = queue = new();
            _round.Enqueue((town, swept));
        }

        queue.Enqueue(citizen);
    }

    /// <summary>Moves whose moment has come to the queues; answers how long to wait for the next.</summary>
    private TimeSpan Awaken()
    {
        while (_later.TryPeek(out var next, out var at))
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), at);
            if (left > TimeSpan.Zero)
            {
                return left + TimeSpan.FromMilliseconds(1);
            }

            _later.Dequeue();
            Add(next.Town, next.Citizen, next.Swept, next.Swept);
        }

        return Timeout.InfiniteTimeSpan;
    }
}
