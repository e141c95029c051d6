using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Inbox;

/// <summary>Something that happened outside, as it reached us.</summary>
/// <param name="EventId">The sender's own id for it, or one that follows from its bytes; the key against doubles.</param>
/// <param name="Source"><c>line</c>, <c>form</c> or <c>system</c>.</param>
public sealed record InboxEvent(
    string EventId, CitizenId Citizen, string Source, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Payload, string? ReplyToken, DateTimeOffset? ReplyUntil)
{
    /// <summary>The citizen of an event that belongs to nobody; such events are kept and have no effect.</summary>
    public static CitizenId Nobody { get; } = new("-");
}

/// <summary>What is kept of a conversation.</summary>
/// <param name="State">Bytes that only the core can read; <c>null</c> at the first turn.</param>
/// <param name="WakeAt">When to take a turn although nobody spoke; with the turn that asked for it.</param>
public sealed record ConversationRow(
    long TurnNo, ReadOnlyMemory<byte>? State, string? Language, bool IsFriend, DateTimeOffset? WakeAt, long? WakeTurn);

/// <summary>What waits for one resident, oldest first. The row is locked.</summary>
/// <param name="AlarmDue">The moment that the conversation asked to be woken at has passed.</param>
public sealed record PendingTurns(CitizenId Citizen, ConversationRow Was, IReadOnlyList<InboxEvent> Events, bool AlarmDue);

/// <summary>What came of it: the row to keep, and what must go out.</summary>
public sealed record TurnOutcome(CitizenId Citizen, ConversationRow Next, IReadOnlyList<OutboxRow> Messages);

/// <summary>Decides for a batch of residents of one town inside the transaction; one outcome for each of them.</summary>
public delegate Task<IReadOnlyList<TurnOutcome>> TakeTurns(
    NpgsqlTransaction tx, TownId town, IReadOnlyList<PendingTurns> batch, CancellationToken stop);

/// <summary>The one message that a resident gets when the own conversation had to be put aside; <c>null</c> for none.</summary>
public delegate OutboxRow? Apology(TownId town, PendingTurns parked);
