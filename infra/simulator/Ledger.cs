using System.Text.Json.Nodes;

namespace Bot.Simulator;

/// <summary>One effect that a stand-in accepted: a message, a rich menu link, a checkout session, a refund.</summary>
public sealed record LedgerEntry(
    long Number, DateTimeOffset At, string Town, string Wire, string Kind, string? Key, string? Target, bool Delivered, string RequestId, JsonNode? Detail);

/// <summary>One HTTP call that reached a stand-in, with what it answered (0 when the connection was cut).</summary>
public sealed record CallEntry(long Number, DateTimeOffset At, string? Town, string Method, string Path, int Status, string? Fault, string RequestId);

/// <summary>Everything that the stand-ins accepted, in order, for tests to count.</summary>
public sealed class Ledger(SimulatorClock clock)
{
    // a long-running demo must not grow without end
    private const int Kept = 200_000;
    private readonly Lock gate = new();
    private readonly List<LedgerEntry> entries = [];
    private readonly List<CallEntry> calls = [];
    private long number;

    /// <summary>Hears of each entry in the moment it is made, one at a time; it must be quick and must not ask the ledger.</summary>
    public Action<LedgerEntry>? Heard { get; set; }

    public IReadOnlyList<LedgerEntry> Entries { get { lock (gate) { return [.. entries]; } } }

    public IReadOnlyList<CallEntry> Calls { get { lock (gate) { return [.. calls]; } } }

    public IReadOnlyList<LedgerEntry> Of(string kind, string? town = null) =>
        [.. Entries.Where(e => e.Kind == kind && (town is null || e.Town == town))];

    public int Count(string kind, string? town = null) => Of(kind, town).Count;

    public IReadOnlyDictionary<string, int> Counts(string? town = null) =>
        Entries.Where(e => town is null || e.Town == town).GroupBy(e => e.Kind, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    public void Clear()
    {
        lock (gate) { entries.Clear(); calls.Clear(); }
    }

    internal LedgerEntry Add(string town, string wire, string kind, string requestId, string? key = null, string? target = null, bool delivered = true, JsonNode? detail = null)
    {
        lock (gate)
        {
            var entry = new LedgerEntry(++number, clock.GetUtcNow(), town, wire, kind, key, target, delivered, requestId, detail?.DeepClone());
            if (entries.Count >= Kept) entries.RemoveRange(0, Kept / 10);
            entries.Add(entry);
            Heard?.Invoke(entry);
            return entry;
        }
    }

    internal void AddCall(string? town, string method, string path, int status, string? fault, string requestId)
    {
        lock (gate)
        {
            if (calls.Count >= Kept) calls.RemoveRange(0, Kept / 10);
            calls.Add(new(++number, clock.GetUtcNow(), town, method, path, status, fault, requestId));
        }
    }
}
