using System.Collections.Concurrent;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;

namespace Bot.Infrastructure.Outbox;

/// <summary>Rung after a commit that added rows outside a turn: they go at once instead of within a second.</summary>
public sealed class OutboxDoorbell
{
    private readonly Bell _bell = new();
    private readonly ConcurrentDictionary<TownId, bool> _rung = new();

    public void Ring(TownId town)
    {
        _rung[town] = true;
        _bell.Ring();
    }

    /// <summary>The towns that rang since the last time.</summary>
    internal IReadOnlyList<TownId> Take() => [.. _rung.Keys.Where(town => _rung.TryRemove(town, out _))];

    internal Task Wait(TimeSpan most, TimeProvider time, CancellationToken stop) => _bell.Wait(most, time, stop);
}
