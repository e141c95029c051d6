using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>A message to a resident, as LINE names its parts. <see cref="MessageWriter"/> writes it, <see cref="LineLimits"/> judges it.</summary>
public abstract record LineMessage
{
    private LineMessage() { }

    /// <summary>Chips under the message; only those of the last message show, and LINE for PC shows none.</summary>
    public Items<QuickReplyItem> QuickReply { get; init; } = [];

    public Sender? Sender { get; init; }

    public sealed record Text(string Words) : LineMessage
    {
        public Items<TextEmoji> Emojis { get; init; } = [];

        public string? QuoteToken { get; init; }
    }

    public sealed record Sticker(string PackageId, string StickerId) : LineMessage
    {
        public string? QuoteToken { get; init; }
    }

    public sealed record Image(string OriginalContentUrl, string PreviewImageUrl) : LineMessage;

    public sealed record Location(string Title, string Address, GeoPoint Point) : LineMessage;

    public sealed record Template(string AltText, LineTemplate Content) : LineMessage;

    public sealed record Flex(string AltText, FlexContainer Contents) : LineMessage;
}

/// <summary>One chip under a message.</summary>
public sealed record QuickReplyItem(LineAction Action, string? ImageUrl = null);

/// <summary>A name and a face other than the account's own.</summary>
public sealed record Sender(string? Name, string? IconUrl = null);

/// <summary>A LINE emoji in the place of a <c>$</c>.</summary>
public sealed record TextEmoji(int Index, string ProductId, string EmojiId);
