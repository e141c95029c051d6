using System.Globalization;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Disasters;

/// <summary>A report that a feed names.</summary>
/// <param name="Id">As the agency names it; never used twice.</param>
/// <param name="Type">The kind of report, such as <c>VPWW56</c>.</param>
/// <param name="Region">Whose report it is: of weather the code of the forecast region, which begins with the prefecture's number.</param>
public sealed record FeedEntry(string Id, string Type, string Region, Uri Address, DateTimeOffset Updated);

/// <summary>Reads a feed of the weather agency (Atom).</summary>
public static partial class WeatherFeed
{
    /// <summary>The feeds in which warnings, rivers and earthquakes come; reports at fixed hours hold nothing of these.</summary>
    public static readonly Items<string> Names = ["extra", "eqvol"];

    private const int LongestId = 300;

    /// <param name="home">Where the feed was fetched; what lies on another host is passed over.</param>
    /// <returns>The reports that disaster mode reads; <c>null</c> when it is no feed.</returns>
    public static Items<FeedEntry>? Read(byte[] body, Uri home) => SafeXml.Read(body) is { Name.LocalName: "feed" } feed
        ? [.. feed.Parts("entry").Select(e => Entry(e.Part("id")?.Value.Trim() ?? "", e.Part("link")?.Attribute("href")?.Value, e.Text("updated"), home)).OfType<FeedEntry>()]
        : null;

    private static FeedEntry? Entry(string id, string? link, string updated, Uri home)
    {
        if (id.Length is 0 or > LongestId || !Uri.TryCreate(link ?? id, UriKind.Absolute, out var address) || !IsAt(home, address)
            || Shape.Match(address.AbsolutePath) is not { Success: true } name
            || !DateTimeOffset.TryParse(updated, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        return new FeedEntry(id, name.Groups["type"].Value, name.Groups["region"].Value, address, at);
    }

    private static bool IsAt(Uri home, Uri address) =>
        address.Scheme == home.Scheme && address.IdnHost == home.IdnHost && address.Port == home.Port && address.UserInfo.Length == 0;

    [GeneratedRegex(
        @"/[0-9]{14}_[0-9]{1,4}_(?<type>VPWW(5[5-9]|60)|VXKO[0-9]{2}|VXSE53)_(?<region>[0-9A-Za-z]{1,20})\.xml\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape { get; }
}
