using System.Collections.Concurrent;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Postgres;

/// <summary>
/// Many callers, one commit: while one transaction of a town is on its way, what comes in gathers and goes with the next.
/// Nobody waits for company: the first caller's transaction leaves at once.
/// </summary>
/// <param name="most">The most rows of one transaction.</param>
/// <param name="write">Writes the items in one transaction and answers for each in order.</param>
internal sealed class GroupCommit<TItem, TAnswer>(
    int most, Func<TItem, int> weight, Func<TownId, IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> write)
{
    private readonly ConcurrentDictionary<TownId, Line> _lines = new();

    /// <summary>The caller may give up (the entry is then left out if it still waits) by <see cref="Entry.Abandon"/>.</summary>
    internal Entry Submit(TownId town, TItem item)
    {
        var entry = new Entry(item);
        var line = _lines.GetOrAdd(town, _ => new Line());
        lock (line)
        {
            line.Waiting.Enqueue(entry);
            if (line.Writing is null or { IsCompleted: true })
            {
                line.Writing = Task.Run(() => Write(town, line));
            }
        }

        return entry;
    }

    private async Task Write(TownId town, Line line)
    {
        while (Next(line) is { Count: > 0 } group)
        {
            try
            {
                var answers = await write(town, [.. group.Select(e => e.Item)]);
                foreach (var (entry, answer) in group.Zip(answers))
                {
                    entry.Done(answer);
                }
            }
#pragma warning disable CA1031 // whatever happened, it is the callers' to hear
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                group.ForEach(entry => entry.Failed(thrown));
            }
        }
    }

    private List<Entry>? Next(Line line)
    {
        lock (line)
        {
            var group = new List<Entry>();
            var size = 0;
            while (line.Waiting.TryPeek(out var entry))
            {
                if (entry.Given)
                {
                    line.Waiting.Dequeue();
                    continue;
                }

                size += weight(entry.Item);
                if (group.Count > 0 && size > most)
                {
                    return group;
                }

                group.Add(line.Waiting.Dequeue());
            }

            if (group.Count == 0)
            {
                // Said under the lock: whoever comes next starts a new writer.
                line.Writing = null;
            }

            return group;
        }
    }

    private sealed class Line
    {
        public Queue<Entry> Waiting { get; } = new();

        public Task? Writing { get; set; }
    }

    internal sealed class Entry(TItem item)
    {
        private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TItem Item => item;

        public Task<TAnswer> Answer => _answer.Task;

        public bool Given => _answer.Task.IsCompleted;

        public void Abandon() => _answer.TrySetCanceled();

        public void Done(TAnswer answer) => _answer.TrySetResult(answer);

        public void Failed(Exception thrown) => _answer.TrySetException(thrown);
    }
}
