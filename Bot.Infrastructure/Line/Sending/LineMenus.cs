using System.Collections.Concurrent;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>Gives a resident the rich menu of a name. Names are LINE's aliases, so that a new version of a menu needs no change here.</summary>
public sealed class LineMenus(LineClient line, LineChannels channels, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(TownId, string), (string Menu, DateTimeOffset Until)> _known = new();

    public async Task<Delivery> Show(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel || job.Row.Citizen is not { } citizen)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        if (LineTasks.ReadMenu(job.Row.Body) is not { } name)
        {
            return LineOutcome.Of(await line.UnlinkMenu(channel, citizen.Value, stop), "リッチメニューの解除");
        }

        var (menu, kept) = (Known(job.Town, name), true);
        if (menu is null)
        {
            var asked = await line.MenuByAlias(channel, RichMenuAlias.Of(name), stop);
            if (asked is not LineAnswer<RichMenuId>.Ok({ Value: var found }, _))
            {
                return LineOutcome.Of(asked, $"リッチメニュー「{name}」の検索");
            }

            (menu, kept) = (found, false);
            _known[(job.Town, name)] = (found, clock.GetUtcNow() + Kept);
        }

        var linked = await line.LinkMenu(channel, citizen.Value, menu, stop);
        if (linked is LineAnswer<Done>.NotFound && kept)
        {
            // The menu was replaced since we looked: look again at the next try.
            _known.TryRemove((job.Town, name), out _);
            return new Delivery.Retry(TimeSpan.FromSeconds(1), "リッチメニューが差し替えられました");
        }

        return LineOutcome.Of(linked, $"リッチメニュー「{name}」の設定");
    }

    private string? Known(TownId town, string name) =>
        _known.TryGetValue((town, name), out var known) && known.Until > clock.GetUtcNow() ? known.Menu : null;
}

/// <summary>The alias by which LINE knows one of our menus, such as <c>main-ja-easy</c> for <c>main.ja-easy</c>.</summary>
public static class RichMenuAlias
{
    /// <summary>LINE takes small letters, digits, <c>_</c> and <c>-</c>, 32 at most.</summary>
    public static string Of(string name) =>
        string.Concat(name.Take(32).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? char.ToLowerInvariant(letter) : '-'));
}
