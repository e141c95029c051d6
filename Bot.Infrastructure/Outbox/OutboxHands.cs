using System.Collections.Concurrent;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Processes;

namespace Bot.Infrastructure.Outbox;

/// <summary>
/// The rows in the hands of this process, in chains: one of a chain at a time, in order, and as many chains at once as the lane has room for.
/// </summary>
internal sealed class OutboxHands(Pulse pulse, IReadOnlyCollection<string> kinds, LaneRoom room, TimeProvider time)
{
    /// <summary>Of one town in one lane; what goes beyond waits in the table.</summary>
    private const int MostPerLane = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(TownId, Guid), HeldRow> _rows = [];
    private readonly Dictionary<(TownId, Chain), Line> _lines = [];
    private readonly List<HeldRow> _back = [];
    private readonly RecentIds _through = new(time);
    private readonly ConcurrentDictionary<(TownId, Lane), int> _counts = new();
    private readonly LaneQueue<Line>[] _lanes = [.. Enumerable.Range(0, 4).Select(_ => new LaneQueue<Line>())];
    private bool _closed;

    internal Guid Owner => pulse.Process;

    internal string[] Kinds { get; } = [.. kinds];

    internal LaneRoom Room => room;

    /// <summary>Leases that may have been taken without our knowing.</summary>
    internal OutboxDoubts Doubts { get; } = new(time);

    internal long Stamp() => time.GetTimestamp();

    internal LaneQueue<Line> Lane(Lane lane) => _lanes[(int)lane];

    /// <summary>Whether a new row may be born in our hands; not before the others know us, since they would not see us go.</summary>
    internal bool Takes(TownId town, OutboxRow row) =>
        pulse.IsSure && !Volatile.Read(ref _closed) && kinds.Contains(row.Kind) && Held(town, row.Lane) < MostPerLane;

    /// <summary>How many more of a town may be claimed from the table.</summary>
    internal int RoomToClaim(TownId town, Lane lane) =>
        Volatile.Read(ref _closed) || !pulse.IsSure ? 0 : Math.Clamp((room.Of(lane) * 2) - Held(town, lane), 0, 500);

    /// <summary>
    /// Takes rows in. New ones go back to the table whose chain waits for one that is being tried again, or that stand behind one which is ours by the table
    /// and not in our hands: the word of its commit was lost, or has not come yet.
    /// </summary>
    internal void Accept(IReadOnlyList<LeasedRow> rows, bool claimed = false)
    {
        lock (_lock)
        {
            foreach (var row in rows)
            {
                if (_rows.TryGetValue((row.Town, row.Row.Id), out var held) && !held.Leaves)
                {
                    held.Row = row;
                    continue;
                }

                held = new(row, claimed);
                var key = (row.Town, Chain.Of(row.Row));
                if (!_lines.TryGetValue(key, out var line))
                {
                    _lines[key] = line = new(key);
                }

                _rows[(row.Town, row.Row.Id)] = held;
                _counts.AddOrUpdate((row.Town, row.Row.Lane), 1, (_, held) => held + 1);
                if (!claimed && (line.Closed || !Follows(row)))
                {
                    held.Leaves = true;
                    _back.Add(held);
                    continue;
                }

                line.Closed = false;
                line.Rows.Add(Place(held), held);
                if (!line.Running)
                {
                    line.Running = true;
                    _lanes[(int)row.Row.Lane].Add(row.Town, line);
                }
            }
        }
    }

    /// <summary>What is to be given back, once.</summary>
    internal IReadOnlyList<HeldRow> Back()
    {
        lock (_lock)
        {
            HeldRow[] back = [.. _back];
            _back.Clear();
            return back;
        }
    }

    internal HeldRow First(Line line)
    {
        lock (_lock)
        {
            return line.Rows.Values[0];
        }
    }

    internal void Renewed(HeldRow held, long stamp)
    {
        lock (_lock)
        {
            held.Row = held.Row with { Stamp = stamp };
        }
    }

    /// <summary>The first of a chain is through: the next may go, even before the fate of the first is written.</summary>
    internal void Advance(Line line, HeldRow through)
    {
        lock (_lock)
        {
            line.Rows.Remove(Place(through));
            if (line.Rows.Count > 0)
            {
                _lanes[(int)line.Key.Chain.Lane].Add(line.Key.Town, line);
            }
            else
            {
                line.Running = false;
                _lines.Remove(line.Key);
            }
        }
    }

    /// <summary>The first of a chain will be tried again: all that follow are given back with it, and those that still come.</summary>
    internal IReadOnlyList<HeldRow> Close(Line line, HeldRow first)
    {
        lock (_lock)
        {
            HeldRow[] following = [.. line.Rows.Values.Where(r => r != first)];
            foreach (var held in line.Rows.Values)
            {
                held.Leaves = true;
            }

            line.Rows.Clear();
            line.Running = false;
            line.Closed = true;
            line.ClosedAt = long.MaxValue;
            return following;
        }
    }

    /// <summary>What was given back is written; from now on the table itself keeps the order.</summary>
    internal void Written(Line line)
    {
        lock (_lock)
        {
            line.ClosedAt = time.GetTimestamp();
        }
    }

    /// <param name="through">It is done: what stands behind it may go.</param>
    internal void Forget(HeldRow held, bool through = false)
    {
        lock (_lock)
        {
            var key = (held.Row.Town, held.Row.Row.Id);
            if (_rows.GetValueOrDefault(key) == held)
            {
                _rows.Remove(key);
            }

            _counts.AddOrUpdate((held.Row.Town, held.Row.Row.Lane), 0, (_, count) => count - 1);
            if (through)
            {
                _through.Add(held.Row.Row.Id);
            }
        }
    }

    /// <summary>Drops closed chains after a while that covers transactions which were under way.</summary>
    internal void Prune()
    {
        lock (_lock)
        {
            _through.Prune();
            var before = time.GetTimestamp() - 20 * time.TimestampFrequency;
            foreach (var line in _lines.Values.Where(l => l.Closed && l.ClosedAt < before).ToList())
            {
                _lines.Remove(line.Key);
            }
        }
    }

    /// <summary>Takes nothing more, and lets the senders finish what they have.</summary>
    internal void Shut()
    {
        lock (_lock)
        {
            Volatile.Write(ref _closed, true);
            foreach (var lane in _lanes)
            {
                lane.Close();
            }
        }
    }

    internal IReadOnlyList<HeldRow> All()
    {
        lock (_lock)
        {
            return [.. _rows.Values];
        }
    }

    private bool Follows(LeasedRow row) => row.Behind is not { } before
        || (_rows.TryGetValue((row.Town, before), out var ahead) ? !ahead.Leaves : _through.Has(before));

    private int Held(TownId town, Lane lane) => _counts.GetValueOrDefault((town, lane));

    private static (long, Guid) Place(HeldRow held) => (held.Row.Seq, held.Row.Row.Id);

    /// <summary>One chain: rows by their order.</summary>
    internal sealed class Line((TownId Town, Chain Chain) key)
    {
        internal (TownId Town, Chain Chain) Key => key;

        internal SortedList<(long, Guid), HeldRow> Rows { get; } = [];

        internal bool Running { get; set; }

        internal bool Closed { get; set; }

        internal long ClosedAt { get; set; }
    }
}
