using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Inbox;

/// <summary>
/// Who has events waiting, in memory, in one shard per worker: a resident is always in the same shard,
/// so within this process turns of one resident never meet. It may forget; the sweeper finds again.
/// </summary>
public sealed class InboxQueue
{
    private readonly InboxShard[] _shards;

    /// <param name="shards">As many as there are cores to work; none where no worker runs.</param>
    public InboxQueue(int shards, TimeProvider time) => _shards = [.. Enumerable.Range(0, shards).Select(_ => new InboxShard(time))];

    internal IReadOnlyList<InboxShard> Shards => _shards;

    /// <summary>Says that something waits for these residents.</summary>
    public void Offer(TownId town, IEnumerable<CitizenId> citizens) => Offer(town, citizens, swept: false);

    /// <param name="swept">Found by the sweeper: a process may have died over it, so each attempt is counted first.</param>
    /// <param name="seen">Found in the table: whose turn is running may have been seen in its last moment, and needs no second turn.</param>
    internal void Offer(TownId town, IEnumerable<CitizenId> citizens, bool swept, bool seen = false)
    {
        if (_shards.Length == 0)
        {
            return;
        }

        foreach (var citizen in citizens)
        {
            var place = (HashCode.Combine(town, citizen) & int.MaxValue) % _shards.Length;
            _shards[place].Offer(town, citizen, swept, seen || swept);
        }
    }

    internal int Waiting => _shards.Sum(s => s.Waiting);
}
