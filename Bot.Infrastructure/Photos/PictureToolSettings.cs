namespace Bot.Infrastructure.Photos;

/// <summary>Where the tool is and how much it may take of the machine. All limits hold for one process of it.</summary>
public sealed record PictureToolSettings
{
    /// <summary>libvips' command; Debian's package libvips-tools brings it.</summary>
    public string Command { get; init; } = "/usr/bin/vips";

    /// <summary>bubblewrap, which shuts the tool off from network, files and other processes, where the machine allows that.</summary>
    public string Wrap { get; init; } = "/usr/bin/bwrap";

    /// <summary>Of addresses, in bytes; 40 million pixels as HEIC, the hungriest, took 280 MB of it for real.</summary>
    public long Memory { get; init; } = 640L * 1024 * 1024;

    /// <summary>Of the processor.</summary>
    public TimeSpan Computing { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>By the clock. A picture takes two runs, and a sender holds its row for 30 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many run at the same time.</summary>
    public int AtOnce { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>How long a run waits for its turn before the picture is put off.</summary>
    public TimeSpan Waiting { get; init; } = TimeSpan.FromSeconds(4);
}
