using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Settings;

/// <summary>The towns as they are at this moment: what the folders say, with what staff have changed laid over it. Looking costs nothing.</summary>
public sealed class LiveRegion(Region folder)
{
    private Region _now = folder;

    /// <summary>What the folders alone say.</summary>
    public Region Folder { get; } = folder;

    /// <summary>A whole that never changes; the next look may give another.</summary>
    public Region Now => Volatile.Read(ref _now);

    /// <summary>From here on everybody sees this.</summary>
    public void Show(Region region) => Volatile.Write(ref _now, region);
}

/// <summary>Something that is made from the region, and made anew when the region has changed.</summary>
/// <param name="make">Given the region and what was made before, if anything. May run twice when two ask at once, so it must do nothing but make.</param>
public sealed class FromRegion<T>(LiveRegion live, Func<Region, T?, T> make)
    where T : class
{
    private Made? _made;

    public T Now
    {
        get
        {
            var (region, made) = (live.Now, Volatile.Read(ref _made));
            if (made is null || !ReferenceEquals(made.From, region))
            {
                made = new Made(region, make(region, made?.Value));
                Volatile.Write(ref _made, made);
            }

            return made.Value;
        }
    }

    private sealed record Made(Region From, T Value);
}
