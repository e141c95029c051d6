using System.Globalization;
using System.Text.RegularExpressions;

namespace Bot.Infrastructure.Towns;

/// <summary>What fits: LINE's lengths for what becomes a button, and the shapes of codes, kana and telephone numbers.</summary>
internal static partial class Limits
{
    /// <summary>A quick reply or a template button.</summary>
    public const int Label = 20;

    /// <summary>The title of a card.</summary>
    public const int Title = 40;

    public const int Sentence = 300;

    /// <summary>As LINE counts labels: what a reader sees as one character is one.</summary>
    public static int Length(string text) => new StringInfo(text).LengthInTextElements;

    public static bool IsCode(string text) => CodeShape.IsMatch(text);

    public static bool IsKana(string text) => KanaShape.IsMatch(text);

    public static bool IsTelephone(string text) => TelephoneShape.IsMatch(text);

    public static bool IsPostalCode(string text) => PostalShape.IsMatch(text);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeShape { get; }

    [GeneratedRegex(@"\A[ぁ-ゖー・ ]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KanaShape { get; }

    [GeneratedRegex(@"\A0\d{1,4}-\d{1,4}-\d{3,4}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TelephoneShape { get; }

    [GeneratedRegex(@"\A\d{3}-\d{4}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PostalShape { get; }
}
