using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Events;

/// <summary>One event of a webhook delivery: every kind that LINE documents, and two for what it does not.</summary>
public abstract record LineEvent
{
    private LineEvent(EventHead head) => Head = head;

    public EventHead Head { get; }

    /// <summary>The key against repeated delivery: LINE's id, or one that follows from the bytes.</summary>
    public string Id => Head.WebhookEventId ?? EventId.From(Head.RawJson.Span);

    public ReadOnlyMemory<byte> RawJson => Head.RawJson;

    public string? ReplyToken => Head.ReplyToken;

    /// <summary>The resident, when this happened in a talk with one resident.</summary>
    public CitizenId? Citizen => Head.Source is LineSource.User { UserId: { } user } ? new CitizenId(user) : null;

    /// <summary>Another channel holds the talk: nothing may be sent.</summary>
    public bool IsStandby => Head.Mode == "standby";

    public sealed record Message(EventHead Head, ReceivedMessage Content) : LineEvent(Head);

    /// <summary>The resident changed a text in a group; the largest timestamp wins.</summary>
    public sealed record MessageEdited(EventHead Head, ReceivedMessage Content) : LineEvent(Head);

    public sealed record Unsend(EventHead Head, string MessageId) : LineEvent(Head);

    /// <param name="IsUnblocked">Not fully accurate, LINE says; <c>null</c> when it did not say.</param>
    public sealed record Follow(EventHead Head, bool? IsUnblocked) : LineEvent(Head);

    public sealed record Unfollow(EventHead Head) : LineEvent(Head);

    public sealed record Join(EventHead Head) : LineEvent(Head);

    public sealed record Leave(EventHead Head) : LineEvent(Head);

    public sealed record MemberJoined(EventHead Head, Items<LineSource> Members) : LineEvent(Head);

    public sealed record MemberLeft(EventHead Head, Items<LineSource> Members) : LineEvent(Head);

    public sealed record Postback(EventHead Head, string Data, PostbackParams? Params) : LineEvent(Head);

    public sealed record VideoPlayComplete(EventHead Head, string TrackingId) : LineEvent(Head);

    public sealed record Beacon(EventHead Head, string HardwareId, string BeaconType, string? DeviceMessage) : LineEvent(Head);

    /// <summary>A failed link has neither source nor reply token.</summary>
    public sealed record AccountLink(EventHead Head, string Result, string Nonce) : LineEvent(Head);

    public sealed record Membership(EventHead Head, string MembershipType, long MembershipId) : LineEvent(Head);

    public sealed record Module(EventHead Head, string ModuleType, string? BotId, Items<string> Scopes, string? Reason) : LineEvent(Head);

    public sealed record Activated(EventHead Head, DateTimeOffset? Until) : LineEvent(Head);

    public sealed record Deactivated(EventHead Head) : LineEvent(Head);

    public sealed record BotSuspended(EventHead Head) : LineEvent(Head);

    public sealed record BotResumed(EventHead Head) : LineEvent(Head);

    /// <summary>A notification message (by telephone number) arrived.</summary>
    public sealed record NotificationDelivered(EventHead Head, string Data) : LineEvent(Head);

    /// <summary>A type that LINE added after this was written: kept, done, answered with nothing.</summary>
    public sealed record Unknown(EventHead Head) : LineEvent(Head);

    /// <summary>Bytes that do not say what their type promises: kept, done, answered with nothing.</summary>
    public sealed record Unreadable(EventHead Head) : LineEvent(Head);
}
