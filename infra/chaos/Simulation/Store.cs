using Bot.Domain.Conversations;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>Something that was heard from the resident, as the inbox keeps it.</summary>
internal sealed record Heard(string Id, Input Input, DateTimeOffset OccurredAt);

/// <summary>What goes out, by the id that follows from its cause.</summary>
internal sealed record Sent(Guid Id, string Cause, string Part, ReadOnlyMemory<byte> Body);

/// <summary>The row of a conversation: what the table keeps, and nothing else survives a crash.</summary>
internal sealed record Row(long Turn, ReadOnlyMemory<byte>? State, DateTimeOffset? WakeAt, long? WakeTurn);

/// <summary>The database of one talk. Only <see cref="Commit"/> changes more than the inbox.</summary>
internal sealed class Store(World world)
{
    private readonly Dictionary<string, (Heard Heard, bool Done)> _inbox = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Sent> _outbox = [];
    private readonly HashSet<(FormId Form, TurnNo Began)> _handedIn = [];

    public Row Row { get; set; } = new(0, null, null, null);

    public World World { get; set; } = world;

    public int Received { get; private set; }

    /// <summary>Keeps an event once, however often it comes.</summary>
    public void Receive(Heard heard, bool forgetsIds)
    {
        var id = forgetsIds ? $"{heard.Id}/{Received}" : heard.Id;
        Received++;
        _inbox.TryAdd(id, (heard, false));
    }

    public IReadOnlyList<Heard> Pending() =>
        [.. _inbox.Values.Where(e => !e.Done).Select(e => e.Heard).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id, StringComparer.Ordinal).Take(50)];

    public void Done(IEnumerable<Heard> events)
    {
        foreach (var (key, entry) in _inbox.Where(e => events.Contains(e.Value.Heard)).ToList())
        {
            _inbox[key] = (entry.Heard, true);
        }
    }

    /// <summary>Adds rows; a key that is taken already means that two effects would have become one.</summary>
    public void Add(Sent sent)
    {
        if (!_outbox.TryAdd(sent.Id, sent))
        {
            throw new Violation($"the effect {sent.Part} of {sent.Cause} has a key that is taken by {_outbox[sent.Id].Part} of {_outbox[sent.Id].Cause}");
        }
    }

    /// <summary>A draft is accepted by its desk once.</summary>
    public void HandIn(FormId form, TurnNo began)
    {
        if (!_handedIn.Add((form, began)))
        {
            throw new Violation($"the draft of {form.Value} begun in turn {began.Value} was handed in twice");
        }
    }
}
