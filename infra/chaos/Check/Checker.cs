using System.Text.Json.Nodes;

namespace Bot.Chaos.Check;

/// <summary>
/// Compares what was acked with what took effect, once everything is quiet. It asserts, of each resident's talk:
/// <list type="bullet">
/// <item><b>Nothing lost.</b> Each acked event is in the inbox and done, and has exactly one answer among what LINE accepted, reply or push;
/// the conversation has taken as many turns as events were acked; each paid page was followed by exactly one message with a number, each
/// cancellation of something paid by exactly one refund, each confirmation by exactly one request.</item>
/// <item><b>Nothing twice.</b> No event has two answers, no payment two checkout pages, no payment intent two refunds, no number two owners.</item>
/// <item><b>In order.</b> When a was acked before b was sent, a's answer was accepted before b's (found at once, by <see cref="Book"/>).</item>
/// <item><b>Right answers.</b> Each answer is the one that follows from all events before it, each taken once (found at once).</item>
/// <item><b>Nothing invented.</b> Each push carries the id of a row of the outbox as its key; each row that is marked sent was accepted by LINE.</item>
/// <item><b>Nothing left.</b> No row unsent or leased, no event undone or parked.</item>
/// </list>
/// What it allows: an event that took effect though its 200 never arrived (it was delivered again and is then acked); an event that its sender
/// never brought to an ack. Two cases that no bot can avoid, since a reply cannot be asked about: when a process died between LINE's
/// acceptance and the mark, and the token ran out (50 s) before another could try it again, then a question or number comes a second time, by
/// push (<see cref="Book.SecondCopies"/>), and a mere remark is given up rather than said twice (<see cref="GivenUp"/>). Both are counted.
/// </summary>
public sealed class Checker(Book book)
{
    /// <summary>How the bot marks a reply of which nobody can know whether it arrived.</summary>
    private const string Unknowable = "返信が届いたか確認できないため";

    /// <summary>Remarks that were given up because nobody could know whether they had arrived.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Looks at everything since the book was last emptied; what is found goes to the book.</summary>
    public void Check(Records records)
    {
        var inbox = records.Inbox.ToDictionary(r => (r.TownId, r.EventId));
        var outbox = records.Outbox.ToDictionary(r => (r.TownId, r.OutboxId));
        var turns = records.Conversations.ToDictionary(r => (r.TownId, r.CitizenId));
        var requests = records.Requests.ToLookup(r => (r.TownId, r.CitizenId));
        foreach (var conversation in book.Conversations)
        {
            foreach (var said in conversation.Said)
            {
                Check(said, inbox, outbox);
            }

            Check(conversation, turns.GetValueOrDefault((conversation.Town, conversation.Citizen)), outbox);
            CheckMoney(conversation, [.. requests[(conversation.Town, conversation.Citizen)]]);
        }

        CheckMoney();
        CheckRows(records);
        CheckNumbers(records);
    }

    private void Check(
        Said said, Dictionary<(string, string), LedgerSql.InboxRow> inbox, Dictionary<(string, Guid), LedgerSql.OutboxRow> outbox)
    {
        if (said.Acked == 0)
        {
            return;
        }

        var town = said.Conversation.Town;
        if (!inbox.TryGetValue((town, said.EventId), out var kept))
        {
            Found(Promise.NothingLost, $"{said.EventId} ({said.Step}) was acked and is not in the inbox", said.Conversation);
        }
        else if (!kept.Done || kept.Parked)
        {
            Found(Promise.NothingLeft, $"{said.EventId} ({said.Step}) is {(kept.Parked ? "parked" : "not done")}", said.Conversation);
        }

        if (said.Effects.Count > 0)
        {
            return;
        }

        if (outbox.GetValueOrDefault((town, said.Key)) is { Failed: true, Attempts: >= 2 } row && row.Failure?.StartsWith(Unknowable, StringComparison.Ordinal) == true)
        {
            GivenUp++;
            return;
        }

        Found(Promise.NothingLost, $"{said.EventId} ({said.Step}) was acked and never answered", said.Conversation);
    }

    private void Check(Conversation conversation, LedgerSql.ConversationRow? row, Dictionary<(string, Guid), LedgerSql.OutboxRow> outbox)
    {
        var acked = conversation.Said.Count(s => s.Acked > 0);
        var unacked = conversation.Said.Count - acked;
        var turns = row?.TurnNo ?? 0;
        if (turns < acked || turns > acked + unacked)
        {
            Found(
                turns < acked ? Promise.NothingLost : Promise.NothingTwice,
                FormattableString.Invariant($"{acked} events of a talk were acked and it has taken {turns} turns"), conversation);
        }

        if (row is { Parked: true })
        {
            Found(Promise.NothingLeft, "a talk is parked", conversation);
        }

        foreach (var told in conversation.Told)
        {
            if (!Guid.TryParse(told.Key, out var key) || !outbox.ContainsKey((conversation.Town, key)))
            {
                Found(Promise.NothingInvented, $"a {told.Kind} with key {told.Key} follows from nothing in the outbox", conversation);
            }
        }
    }

    private void CheckMoney(Conversation conversation, IReadOnlyList<LedgerSql.RequestRow> requests)
    {
        if (requests.Count != conversation.Requested)
        {
            Found(
                requests.Count < conversation.Requested ? Promise.NothingLost : Promise.NothingTwice,
                FormattableString.Invariant($"{conversation.Requested} requests were confirmed and {requests.Count} are kept"), conversation);
        }

        if (conversation.Numbers.Count != conversation.Paid)
        {
            Found(
                conversation.Numbers.Count < conversation.Paid ? Promise.NothingLost : Promise.NothingTwice,
                FormattableString.Invariant($"{conversation.Paid} requests were paid and {conversation.Numbers.Count} numbers were told"), conversation);
        }

        var ended = requests.Count(r => r.State is "cancelled" or "refunded");
        if (ended != conversation.Cancelled)
        {
            Found(Promise.NothingLost, FormattableString.Invariant($"{conversation.Cancelled} paid requests were cancelled and {ended} have ended"), conversation);
        }
    }

    private void CheckMoney()
    {
        Twice("session", e => (string?)JsonNode.Parse(e.Detail)?["client_reference_id"], "a payment has {0} checkout pages");
        Twice("refund", e => (string?)JsonNode.Parse(e.Detail)?["payment_intent"], "a payment was refunded {0} times");
        var cancelled = book.Conversations.Sum(c => c.Cancelled);
        var refunds = book.Money.Count(e => e.Kind == "refund");
        if (cancelled != refunds)
        {
            Found(
                refunds < cancelled ? Promise.NothingLost : Promise.NothingTwice,
                FormattableString.Invariant($"{cancelled} paid requests were cancelled and Stripe made {refunds} refunds"), null);
        }
    }

    private void Twice(string kind, Func<Effect, string?> of, string words)
    {
        foreach (var many in book.Money.Where(e => e.Kind == kind).GroupBy(of).Where(g => g.Count() > 1))
        {
            Found(Promise.NothingTwice, string.Format(System.Globalization.CultureInfo.InvariantCulture, words, many.Count()) + $" ({many.Key})", null);
        }
    }

    private void CheckRows(Records records)
    {
        var answered = book.Conversations.SelectMany(c => c.Said.Where(s => s.Effects.Count > 0).Select(s => (c.Town, s.Key)))
            .Concat(book.Conversations.SelectMany(c => c.Told.Where(t => Guid.TryParse(t.Key, out _)).Select(t => (c.Town, Guid.Parse(t.Key!)))))
            .ToHashSet();
        var known = book.Conversations.Select(c => (c.Town, c.Citizen)).ToHashSet();
        foreach (var row in records.Outbox.Where(r => r.CitizenId is null || known.Contains((r.TownId, r.CitizenId))))
        {
            var conversation = row.CitizenId is { } citizen ? book.Of(row.TownId, citizen) : null;
            switch (row)
            {
                case { Sent: false, Failed: false, Due: true }:
                    Found(Promise.NothingLeft, $"a row of the outbox ({row.Kind}) was left unsent{(row.Leased ? ", leased" : "")}", conversation);
                    break;
                case { Sent: true, Kind: "line.messages" } when !answered.Contains((row.TownId, row.OutboxId)):
                    Found(Promise.NothingLost, $"a row of the outbox is marked sent and LINE never saw it ({row.OutboxId})", conversation);
                    break;
                case { Failed: true } when row.Failure?.StartsWith(Unknowable, StringComparison.Ordinal) != true:
                    Found(Promise.NothingLost, $"a row of the outbox ({row.Kind}) failed: {row.Failure}", conversation);
                    break;
                default:
                    break;
            }
        }
    }

    private void CheckNumbers(Records records)
    {
        foreach (var number in records.Requests.Where(r => r.Number is not null).GroupBy(r => r.Number).Where(g => g.Count() > 1))
        {
            Found(Promise.NothingTwice, FormattableString.Invariant($"{number.Count()} requests have the number {number.Key}"), null);
        }

        foreach (var number in book.Conversations.SelectMany(c => c.Numbers).GroupBy(n => n).Where(g => g.Count() > 1))
        {
            Found(Promise.NothingTwice, $"the number {number.Key} was told twice", null);
        }
    }

    private void Found(Promise promise, string what, Conversation? conversation) => book.Found(new(promise, what, conversation));
}
