using System.Threading.Channels;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Outbox;

/// <summary>What waits for a place in a lane. Towns take turns: one that has thousands waiting costs another one place and not thousands.</summary>
internal sealed class LaneQueue<T>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TownId, Queue<T>> _waiting = [];
    private readonly Queue<TownId> _round = new();
    private readonly Channel<bool> _tickets = Channel.CreateUnbounded<bool>();

    internal void Add(TownId town, T item)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(town, out var queue))
            {
                _waiting[town] = queue = new();
                _round.Enqueue(town);
            }

            queue.Enqueue(item);
        }

        _tickets.Writer.TryWrite(true);
    }

    /// <summary>The next town's first, as soon as there is one. Of many who wait, one is woken for each item.</summary>
    /// <exception cref="ChannelClosedException">Closed, and empty.</exception>
    internal async ValueTask<T> Take()
    {
        await _tickets.Reader.ReadAsync(CancellationToken.None);
        lock (_lock)
        {
            var town = _round.Dequeue();
            var queue = _waiting[town];
            var item = queue.Dequeue();
            if (queue.Count > 0)
            {
                _round.Enqueue(town);
            }
            else
            {
                _waiting.Remove(town);
            }

            return item;
        }
    }

    internal void Close() => _tickets.Writer.TryComplete();
}
