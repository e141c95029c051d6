using System.Globalization;
using System.Text.RegularExpressions;

namespace Bot.Infrastructure.Towns;

/// <summary>How well one colour can be read on another, as WCAG 2 counts it.</summary>
public static partial class Contrast
{
    /// <summary>WCAG 2.2 AA for text of ordinary size.</summary>
    public const double Readable = 4.5;

    public static bool IsColour(string text) => Colour.IsMatch(text);

    public static double Between(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) =>
        0.2126 * Light(colour, 1) + 0.7152 * Light(colour, 3) + 0.0722 * Light(colour, 5);

    private static double Light(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"\A#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour { get; }
}
