using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bot.Simulator;

namespace Bot.Chaos.Check;

/// <summary>
/// The ledger outside the database. It puts sendings, acks and effects into one order and finds at once what no later event can excuse;
/// what only the end can tell is left to <see cref="Checker"/>.
/// </summary>
public sealed partial class Book(TimeProvider time) : IDisposable
{
    /// <summary>The bot itself stops using a reply token so long after it took the event; until then a used token proves that the answer arrived.</summary>
    internal static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(50);

    /// <summary>What the message with a collection number says.</summary>
    private const string NumberWords = "この番号を品物に書いてください";

    private readonly ConcurrentDictionary<(string, string), Conversation> _conversations = new();
    private readonly ConcurrentDictionary<string, Said> _byToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Said> _byKey = new();
    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly ConcurrentBag<Effect> _money = [];
    private StreamWriter? _file;
    private readonly Lock _writing = new();
    private long _order;
    private int _open;
    private long _answers;
    private int _secondCopies;

    /// <summary>Found so far.</summary>
    public IReadOnlyCollection<Violation> Violations => _violations;

    public IReadOnlyCollection<Conversation> Conversations => [.. _conversations.Values];

    /// <summary>Checkout pages and refunds.</summary>
    public IReadOnlyCollection<Effect> Money => _money;

    public long Sent { get; private set; }

    public long Acked { get; private set; }

    public long AnswersHeard => Interlocked.Read(ref _answers);

    /// <summary>Events written since the book was last emptied that have no answer yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Answers that came a second time because the token of the first had run out before anybody could ask what became of it.</summary>
    public int SecondCopies => Volatile.Read(ref _secondCopies);

    /// <summary>Writes everything to a file as well, as it happens; lines of ids only.</summary>
    public void WriteTo(string path)
    {
        lock (_writing)
        {
            _file?.Dispose();
            _file = new StreamWriter(path, append: false);
        }
    }

    public Conversation Of(string town, string citizen) => _conversations.GetOrAdd((town, citizen), _ => new Conversation(town, citizen));

    /// <summary>Enters an event that is about to be sent for the first time.</summary>
    public Said Send(Conversation conversation, string eventId, string step, string? replyToken, string? expects)
    {
        Said said;
        lock (_writing)
        {
            said = new Said(conversation, eventId, step, replyToken, expects, ++_order, time.GetUtcNow());
            Sent++;
            Interlocked.Increment(ref _open);
            Write(said.Sent, "sent", conversation, eventId);
        }

        _byKey[said.Key] = said;
        if (replyToken is not null)
        {
            _byToken[replyToken] = said;
        }

        conversation.Add(said);
        return said;
    }

    /// <summary>The bot has answered 200: from now on the event is its.</summary>
    public void Ack(Said said)
    {
        lock (_writing)
        {
            if (said.Acked > 0)
            {
                return;
            }

            said.Acked = ++_order;
            Acked++;
            Write(said.Acked, "acked", said.Conversation, said.EventId);
        }
    }

    /// <summary>A stand-in has accepted something.</summary>
    public void Hear(LedgerEntry entry)
    {
        if (entry.Kind is not ("reply" or "push" or "session" or "refund"))
        {
            return;
        }

        var detail = entry.Detail?.ToJsonString(Unescaped) ?? "";
        Effect effect;
        lock (_writing)
        {
            effect = new Effect(++_order, time.GetUtcNow(), entry.Town, entry.Kind, entry.Key, entry.Target, detail);
            _file?.WriteLine(FormattableString.Invariant($"{effect.Order} {entry.Kind} {entry.Town} {entry.Target} {entry.Key}"));
        }

        if (entry.Wire == "stripe")
        {
            _money.Add(effect);
            return;
        }

        if (EventOf(effect) is { } said)
        {
            Answer(said, effect);
        }
        else
        {
            Tell(Of(effect.Town, effect.Target ?? ""), effect);
        }
    }

    /// <summary>Begins anew with what comes; what was found stays found.</summary>
    public void Forget()
    {
        _conversations.Clear();
        _byToken.Clear();
        _byKey.Clear();
        _money.Clear();
        Interlocked.Exchange(ref _open, 0);
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    internal void Found(Violation violation) => _violations.Enqueue(violation);

    private Said? EventOf(Effect effect) => effect.Kind == "reply"
        ? _byToken.GetValueOrDefault(effect.Key ?? "")
        : Guid.TryParse(effect.Key, out var key) ? _byKey.GetValueOrDefault(key) : null;

    private void Answer(Said said, Effect effect)
    {
        lock (said.Conversation.Lock)
        {
            if (said.Effects.Count == 1 && said.Effects[0].Kind == "reply" && effect.Kind == "push" && effect.At - said.SentAt > TokenLife)
            {
                Interlocked.Increment(ref _secondCopies);
            }
            else if (said.Effects.Count > 0)
            {
                Found(new(Promise.NothingTwice, $"{said.EventId} ({said.Step}) was answered by {said.Effects[0].Kind} and again by {effect.Kind}", said.Conversation));
            }

            // A later event that was sent when this one had been acked must not have been answered before it.
            if (said.Effects.Count == 0
                && said.Conversation.Said.FirstOrDefault(s => said.Acked > 0 && s.Sent > said.Acked && s.Effects.Count > 0) is { } overtook)
            {
                Found(new(Promise.InOrder, $"{overtook.EventId} ({overtook.Step}) was answered before {said.EventId} ({said.Step}), which had been acked before it was sent", said.Conversation));
            }

            if (said.Expects is { } expected && !effect.Detail.Contains(expected, StringComparison.Ordinal))
            {
                Found(new(Promise.RightAnswer, $"{said.EventId} ({said.Step}) was answered as if what went before it had been otherwise", said.Conversation));
            }

            said.Add(effect);
            if (said.Effects.Count == 1)
            {
                Interlocked.Increment(ref _answers);
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private static void Tell(Conversation conversation, Effect effect)
    {
        conversation.Add(effect with { Detail = "" });
        if (effect.Detail.Contains(NumberWords, StringComparison.Ordinal))
        {
            conversation.AddNumber(Number.Match(effect.Detail).Value);
        }
    }

    private void Write(long order, string what, Conversation conversation, string eventId) =>
        _file?.WriteLine(FormattableString.Invariant($"{order} {what} {conversation.Town} {conversation.Citizen} {eventId}"));

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"\d{4}-\d{4}-\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number { get; }
}
