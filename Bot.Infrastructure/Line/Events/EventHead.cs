namespace Bot.Infrastructure.Line.Events;

/// <summary>What every webhook event has, whatever its kind.</summary>
/// <param name="WebhookEventId">LINE's own id; <c>null</c> when missing or not fit to be a key.</param>
/// <param name="Mode"><c>active</c>, or <c>standby</c>, which must never be answered.</param>
/// <param name="OccurredAt">When it happened (not when it was redelivered); <c>null</c> when missing.</param>
/// <param name="RawJson">The bytes of this event alone, exactly as received.</param>
public sealed record EventHead(
    string? WebhookEventId,
    string Type,
    string Mode,
    DateTimeOffset? OccurredAt,
    bool IsRedelivery,
    LineSource? Source,
    string? ReplyToken,
    ReadOnlyMemory<byte> RawJson);
