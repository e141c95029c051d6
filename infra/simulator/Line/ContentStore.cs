using System.Collections.Concurrent;

namespace Bot.Simulator.Line;

/// <summary>Photos that residents sent: 202 while LINE prepares them, then 200, and 410 once taken back.</summary>
internal sealed class ContentStore(SimulatorSettings settings)
{
    private readonly ConcurrentDictionary<string, Item> items = new(StringComparer.Ordinal);

    /// <summary>How often a call answers 202 first; read for each new photo.</summary>
    public int Polls { get; set; } = settings.ContentPolls;

    public void Add(string messageId, byte[] bytes, string type) => items[messageId] = new(bytes, type) { PollsLeft = Polls };

    public void Unsend(string messageId)
    {
        if (items.TryGetValue(messageId, out var item)) item.Gone = true;
    }

    public (int Status, Item? Item) Take(string messageId, bool preview)
    {
        if (!items.TryGetValue(messageId, out var item)) return (404, null);
        if (item.Gone) return (410, null);
        if (!preview && Interlocked.Decrement(ref item.PollsLeft) >= 0) return (202, null);
        return (200, item);
    }

    public Item? Look(string messageId) => items.GetValueOrDefault(messageId);

    internal sealed class Item(byte[] bytes, string type)
    {
        public int PollsLeft;

        public byte[] Bytes { get; } = bytes;

        public string Type { get; } = type;

        public volatile bool Gone;
    }
}
