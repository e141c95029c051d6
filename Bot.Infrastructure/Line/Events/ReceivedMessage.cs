using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Events;

/// <summary>A message that a resident sent. Ids and kinds stay text, since LINE adds values without notice.</summary>
public abstract record ReceivedMessage
{
    private ReceivedMessage(string id, string? markAsReadToken) => (Id, MarkAsReadToken) = (id, markAsReadToken);

    public string Id { get; }

    /// <summary>Marks this message and all earlier ones as read; it does not expire.</summary>
    public string? MarkAsReadToken { get; }

    public sealed record Text(
        string Id,
        string? MarkAsReadToken,
        string Words,
        Items<EmojiSpot> Emojis,
        Items<MentionSpot> Mentions,
        string? QuoteToken,
        string? QuotedMessageId) : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record Image(string Id, string? MarkAsReadToken, ContentProvider Provider, ImageSet? Set, string? QuoteToken)
        : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record Video(string Id, string? MarkAsReadToken, ContentProvider Provider, long? DurationMilliseconds, string? QuoteToken)
        : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record Audio(string Id, string? MarkAsReadToken, ContentProvider Provider, long? DurationMilliseconds)
        : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record File(string Id, string? MarkAsReadToken, string? FileName, long? FileSize) : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record Location(string Id, string? MarkAsReadToken, string? Title, string? Address, GeoPoint Point)
        : ReceivedMessage(Id, MarkAsReadToken);

    public sealed record Sticker(
        string Id,
        string? MarkAsReadToken,
        string PackageId,
        string StickerId,
        string? ResourceType,
        Items<string> Keywords,
        string? Words,
        string? QuoteToken,
        string? QuotedMessageId) : ReceivedMessage(Id, MarkAsReadToken);

    /// <summary>A kind of message that LINE added after this was written.</summary>
    public sealed record Other(string Id, string? MarkAsReadToken, string Type) : ReceivedMessage(Id, MarkAsReadToken);
}

/// <summary>Where the bytes of a picture, film or recording are. Only <c>line</c> content is fetched.</summary>
public sealed record ContentProvider(string Type, string? OriginalContentUrl, string? PreviewImageUrl);

/// <summary>One of several pictures sent together; they arrive in any order.</summary>
public sealed record ImageSet(string Id, int? Index, int? Total);

/// <summary>A LINE emoji inside a text, in UTF-16 units.</summary>
public sealed record EmojiSpot(int Index, int Length, string? ProductId, string? EmojiId);

/// <summary>A mention inside a text, in UTF-16 units.</summary>
public sealed record MentionSpot(int Index, int Length, string Type, string? UserId, bool IsSelf);
