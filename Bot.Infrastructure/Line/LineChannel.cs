using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line;

/// <summary>A town's own LINE channel. Printing one never shows its secrets.</summary>
public sealed class LineChannel
{
    /// <param name="botUserId">What LINE calls <c>destination</c>; a webhook for another bot is not for this town.</param>
    public LineChannel(TownId town, string channelId, string channelSecret, string? nextChannelSecret, string botUserId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(channelId);
        ArgumentException.ThrowIfNullOrWhiteSpace(botUserId);
        Signature = new LineSignature(channelSecret, nextChannelSecret);
        (Town, ChannelId, BotUserId) = (town, channelId, botUserId);
        Secrets = nextChannelSecret is null ? [channelSecret] : [channelSecret, nextChannelSecret];
    }

    public TownId Town { get; }

    public string ChannelId { get; }

    public string BotUserId { get; }

    public LineSignature Signature { get; }

    /// <summary>In the order in which they are tried.</summary>
    internal Items<string> Secrets { get; }

    public override string ToString() => $"LINE channel of {Town}";
}
