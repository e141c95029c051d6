using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Outbox;

/// <summary>How urgent a row is; each lane has room of its own, so none waits behind a lesser one.</summary>
public enum Lane : short
{
    Alert = 0,
    Reply = 1,
    Notice = 2,
    Bulk = 3,
}

/// <summary>Something that must happen outside, written in the transaction that decided it.</summary>
/// <param name="Id">Follows from the cause (uuid v5), so a repeated transaction adds nothing; also the retry key at LINE and Stripe.</param>
/// <param name="Kind">Which handler does it, such as <c>line.messages</c>.</param>
public sealed record OutboxRow(
    Guid Id, CitizenId? Citizen, Lane Lane, string Kind, ReadOnlyMemory<byte> Body,
    string? ReplyToken, DateTimeOffset? ReplyUntil, DateTimeOffset DueAt);

/// <summary>A row in the hands of a sender.</summary>
/// <param name="Attempts">Counts this one: 1 at the first try.</param>
public sealed record OutboxJob(TownId Town, OutboxRow Row, int Attempts, DateTimeOffset FirstTriedAt);

/// <summary>What came of a try.</summary>
public abstract record Delivery
{
    private Delivery() { }

    public sealed record Sent(string? RequestId) : Delivery;

    /// <param name="After">The least wait; zero leaves it to the table of intervals.</param>
    public sealed record Retry(TimeSpan After, string Reason) : Delivery;

    /// <summary>It will never succeed; staff see it.</summary>
    public sealed record Failed(string Reason) : Delivery;
}

/// <summary>Does one kind of row. It must be repeatable under the row's id: after a crash it is called again.</summary>
/// <param name="stop">Ends before the row's lease does.</param>
public delegate Task<Delivery> OutboxHandler(OutboxJob job, CancellationToken stop);
