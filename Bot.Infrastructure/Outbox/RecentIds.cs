namespace Bot.Infrastructure.Outbox;

/// <summary>Remembers ids for as long as a transaction may be on its way. Not for several threads at once.</summary>
internal sealed class RecentIds(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly HashSet<Guid> _ids = [];
    private readonly Queue<(Guid Id, long Stamp)> _order = new();

    internal bool Has(Guid id) => _ids.Contains(id);

    internal void Add(Guid id)
    {
        if (_ids.Add(id))
        {
            _order.Enqueue((id, time.GetTimestamp()));
        }
    }

    internal void Prune()
    {
        while (_order.TryPeek(out var first) && time.GetElapsedTime(first.Stamp) > Memory)
        {
            _ids.Remove(_order.Dequeue().Id);
        }
    }
}
