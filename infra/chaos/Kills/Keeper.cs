using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Kills;

/// <summary>The end of one life of a bot.</summary>
/// <param name="Point">Where it was to end; null when it was not to end by itself.</param>
internal sealed record Death(int Bot, int Life, string? Point);

/// <summary>Starts a bot again as soon as it has died, whoever killed it, and knows at which point its present life is to end.</summary>
internal sealed class Keeper : IAsyncDisposable
{
    private readonly Site _site;
    private readonly Task[] _watches;
    private readonly string?[] _points;
    private readonly ConcurrentQueue<string> _next = new();
    private readonly ConcurrentQueue<Death> _deaths = new();
    private volatile bool _stopped;

    /// <param name="site">Its bots run.</param>
    internal Keeper(Site site)
    {
        _site = site;
        _points = new string?[site.Bots.Count];
        _watches = [.. Enumerable.Range(0, site.Bots.Count).Select(Watch)];
    }

    /// <summary>The next life that begins ends at this point.</summary>
    internal void Arm(string point) => _next.Enqueue(point);

    /// <summary>No life that begins from now on ends by itself.</summary>
    internal void Disarm() => _next.Clear();

    /// <summary>Where the present life of a bot is to end; null when it does not end by itself.</summary>
    internal string? PointOf(int bot) => _points[bot];

    /// <summary>The next death that was not looked at yet.</summary>
    internal bool TryDeath([NotNullWhen(true)] out Death? death) => _deaths.TryDequeue(out death);

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        foreach (var bot in _site.Bots)
        {
            await bot.Kill();
        }

        await Task.WhenAll(_watches);
    }

    private async Task Watch(int number)
    {
        await Task.Yield();
        var bot = _site.Bots[number];
        while (true)
        {
            await bot.Ended;
            if (_stopped)
            {
                return;
            }

            var (life, point) = (bot.Now!.Number, _points[number]);
            _points[number] = _next.TryDequeue(out var next) ? next : null;
            bot.Start(_points[number] is { } die ? new Dictionary<string, string> { ["FailPoints__Die"] = die } : null);
            _deaths.Enqueue(new(number, life, point));
        }
    }
}
