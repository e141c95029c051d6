using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Outbox;

/// <summary>Leases that were taken by a transaction of which we do not know whether it committed.</summary>
internal sealed class OutboxDoubts(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Doubt> _all = [];

    /// <param name="until">When the leases would end, to the microsecond: no other lease on the same rows ends then.</param>
    /// <param name="ids">The rows; null when the table chose them.</param>
    internal void Add(TownId town, DateTimeOffset until, Guid[]? ids)
    {
        if (ids is { Length: 0 })
        {
            return;
        }

        lock (_lock)
        {
            _all.Add(new(town, until, ids, time.GetTimestamp()));
        }
    }

    /// <summary>All that are open. The server may still be at work on a commit that we gave up, so each is asked about until its lease has ended by itself.</summary>
    internal IReadOnlyList<Doubt> Open()
    {
        lock (_lock)
        {
            _all.RemoveAll(d => time.GetElapsedTime(d.Since) > OutboxTable.Lease);
            return [.. _all];
        }
    }

    /// <param name="rows">How many were found and set free.</param>
    internal void Found(Doubt doubt, int rows)
    {
        // A transaction commits as a whole: with the first of its rows all were there.
        if (rows > 0)
        {
            lock (_lock)
            {
                _all.Remove(doubt);
            }
        }
    }

    internal sealed record Doubt(TownId Town, DateTimeOffset Until, Guid[]? Ids, long Since);
}
