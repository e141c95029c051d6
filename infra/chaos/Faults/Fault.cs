using Bot.Chaos.Ground;

namespace Bot.Chaos.Faults;

/// <summary>Something that goes wrong while residents write. Each says itself what must hold meanwhile; that nothing is lost, doubled or out of order is checked after each.</summary>
public abstract class Fault : IAsyncDisposable
{
    /// <summary>As <c>scripts/chaos --fault</c> takes it.</summary>
    public abstract string Name { get; }

    /// <summary>What happens and what is expected, in a sentence.</summary>
    public abstract string Promise { get; }

    /// <summary>What this machine lacks for it; null when it can be run.</summary>
    public virtual string? Missing => null;

    /// <summary>Whether it must have a site to itself.</summary>
    public virtual bool Alone => false;

    /// <summary>Gives the site what the fault needs.</summary>
    public virtual Task<SiteOptions> Shape(SiteOptions options) => Task.FromResult(options);

    /// <summary>Starts those who are to serve.</summary>
    public virtual async Task<IReadOnlyList<BotProcess>> Start(Site site)
    {
        await site.StartBots();
        return site.Bots;
    }

    /// <summary>Lets it happen, and returns when it is over and its own expectations have been looked at.</summary>
    public abstract Task Strike(Drill drill);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
