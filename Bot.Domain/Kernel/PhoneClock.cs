namespace Bot.Domain.Kernel;

/// <summary>When something was done on a phone that may have been without signal for hours, and whose clock may be wrong.</summary>
public static class PhoneClock
{
    /// <summary>A phone cannot have been without signal for longer than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3);

    /// <summary>When it was done, by our clock: the phone says how long ago, since that is right even when its clock is not.</summary>
    public static DateTimeOffset MadeAt(DateTimeOffset phoneAt, DateTimeOffset phoneSends, DateTimeOffset heard)
    {
        var ago = phoneSends - phoneAt;
        return heard - (ago < TimeSpan.Zero ? TimeSpan.Zero : ago > Longest ? Longest : ago);
    }
}
