using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Bot.Simulator.Line;

/// <summary>What stands on one resident's screen, and who is watching it.</summary>
public sealed class Talk
{
    private readonly Lock gate = new();
    private readonly List<TalkEntry> entries = [];
    private readonly List<Channel<(string Name, JsonNode Data)>> watchers = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<TalkEntry> Entries { get { lock (gate) { return [.. entries]; } } }

    /// <summary>Number of the newest entry; 0 when the talk is empty.</summary>
    public int Last { get { lock (gate) { return entries.Count; } } }

    /// <summary>Waits for the first entry after <paramref name="after"/> that fits, and throws when none comes in time.</summary>
    public async Task<TalkEntry> Next(Func<TalkEntry, bool> fits, int after = 0, TimeSpan? patience = null, CancellationToken stop = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience ?? TimeSpan.FromSeconds(10));
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (entries.Skip(after).FirstOrDefault(fits) is { } found) return found;
                next = changed.Task;
            }

            try { await next.WaitAsync(limit.Token); }
            catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
            {
                throw new TimeoutException($"Nothing fitting came after entry {after}. The talk:\n" + ToString(), late);
            }
        }
    }

    /// <summary>Forgets what stood in the talk, so that a crowd of residents does not fill the memory.</summary>
    public void Clear()
    {
        lock (gate) { entries.Clear(); }
    }

    public override string ToString() => string.Join('\n', Entries.Select(e => $"{e.Number} {e.Author} {e.Type}: {e.Text}"));

    internal TalkEntry Add(string id, Author author, DateTimeOffset at, JsonObject message, string? via = null)
    {
        lock (gate)
        {
            var entry = new TalkEntry(entries.Count + 1, id, author, at, (JsonObject)message.DeepClone(), via);
            entries.Add(entry);
            Tell("entry", Show(entry));
            return entry;
        }
    }

    internal TalkEntry? Unsend(string id)
    {
        lock (gate)
        {
            var at = entries.FindIndex(e => e.Id == id && e.Author == Author.Resident && !e.Unsent);
            if (at < 0) return null;
            // the words go, as on the phone; only the trace stays
            entries[at] = entries[at] with { Unsent = true, Message = new JsonObject { ["type"] = entries[at].Type } };
            Tell("entry", Show(entries[at]));
            return entries[at];
        }
    }

    internal void Tell(string name, JsonNode data)
    {
        lock (gate)
        {
            foreach (var watcher in watchers) watcher.Writer.TryWrite((name, data));
            var done = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            done.SetResult();
        }
    }

    /// <summary>Entries so far and, from the same moment, everything that follows.</summary>
    internal (JsonArray Sofar, Channel<(string Name, JsonNode Data)> Live) Watch()
    {
        lock (gate)
        {
            var channel = Channel.CreateUnbounded<(string, JsonNode)>();
            watchers.Add(channel);
            return (new JsonArray([.. entries.Select(Show)]), channel);
        }
    }

    internal void Leave(Channel<(string Name, JsonNode Data)> channel)
    {
        lock (gate) { watchers.Remove(channel); }
    }

    internal static JsonObject Show(TalkEntry entry) => new()
    {
        ["number"] = entry.Number,
        ["id"] = entry.Id,
        ["author"] = entry.Author switch { Author.Bot => "bot", Author.Resident => "me", _ => "phone" },
        ["at"] = entry.At.ToUnixTimeMilliseconds(),
        ["via"] = entry.Via,
        ["unsent"] = entry.Unsent,
        ["message"] = entry.Message.DeepClone(),
    };
}
