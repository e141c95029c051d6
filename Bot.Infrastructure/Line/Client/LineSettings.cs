using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Bot.Infrastructure.Line.Client;

/// <summary>Where LINE is, and how long we wait for it.</summary>
/// <param name="RateShare">The part of LINE's rate limits that this process may use, since LINE counts all our processes together.</param>
public sealed record LineSettings(Uri ApiBaseUrl, Uri DataApiBaseUrl)
{
    public double RateShare { get; init; } = 1;

    /// <summary>The longest that one try of a call may take.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a picture may take to come.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The wait before the second try; it doubles.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that a call waits for its turn under the rate limits.</summary>
    public TimeSpan LongestQueue { get; init; } = TimeSpan.FromSeconds(5);

    public static LineSettings From(IConfiguration settings) => new(
        Base(settings["Line:ApiBaseUrl"] ?? "https://api.line.me"),
        Base(settings["Line:DataApiBaseUrl"] ?? "https://api-data.line.me"))
    {
        RateShare = double.Parse(settings["Line:RateShare"] ?? "1", CultureInfo.InvariantCulture),
    };

    /// <summary>The stand-in lies below a path, so the base must end in a slash and paths must not begin with one.</summary>
    internal static Uri Base(string address) => new(address.TrimEnd('/') + "/");
}
