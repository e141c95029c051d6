using Bot.Domain.Kernel;
using Microsoft.Extensions.Configuration;

namespace Bot.Infrastructure.Line;

/// <summary>The channels of all towns that have one.</summary>
public sealed class LineChannels
{
    private readonly Dictionary<TownId, LineChannel> _byTown;

    public LineChannels(IEnumerable<LineChannel> channels)
    {
        _byTown = channels.ToDictionary(channel => channel.Town);
        var shared = _byTown.Values.GroupBy(channel => channel.BotUserId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (shared is not null)
        {
            throw new ArgumentException($"one LINE account cannot serve two towns: {string.Join(", ", shared.Select(c => c.Town))}", nameof(channels));
        }
    }

    public Items<TownId> Towns => [.. _byTown.Keys];

    public LineChannel? Of(TownId town) => _byTown.GetValueOrDefault(town);

    /// <summary>Reads <c>Towns:{slug}:Line</c>; a channel that is half told must not start.</summary>
    public static LineChannels From(IConfiguration settings) => new(
        from town in settings.GetSection("Towns").GetChildren()
        let line = town.GetSection("Line")
        where line.GetChildren().Any()
        select new LineChannel(
            new TownId(town.Key), line["ChannelId"] ?? "", line["ChannelSecret"] ?? "", line["NextChannelSecret"], line["BotUserId"] ?? ""));
}
