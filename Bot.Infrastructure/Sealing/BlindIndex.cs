using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Sealing;

/// <summary>
/// Lets staff find people whose names and numbers are under seal: beside the sealed value stand tokens, keyed hashes of its folded
/// beginnings. Who has a copy of the database without the keys learns only which rows begin alike; who has the key can guess names.
/// </summary>
public sealed class BlindIndex(TownKeys keys)
{
    /// <summary>A name is found by its first so many characters; more typed ones are compared after opening.</summary>
    public const int MostLetters = 12;

    private const int TokenBytes = 16;

    /// <summary>The tokens of a person's names (written and kana alike): beginnings from two characters on, of the whole and of each word, and each word itself.</summary>
    public IReadOnlyList<byte[]> OfNames(TownId town, params IEnumerable<string?> names) =>
        [.. names.OfType<string>().SelectMany(Beginnings).Distinct(StringComparer.Ordinal).Select(text => Token(town, "name", text))];

    /// <summary>The tokens of a telephone number: all of its digits, and the last four.</summary>
    public IReadOnlyList<byte[]> OfTelephone(TownId town, string? telephone) => Digits(telephone) switch
    {
        "" => [],
        { Length: <= 4 } few => [Token(town, "telephone", few)],
        var digits => [Token(town, "telephone", digits), Token(town, "telephone", digits[^4..])],
    };

    /// <summary>The token to look for when staff typed the beginning of a name; <c>null</c> when nothing is left of it.</summary>
    public byte[]? ForName(TownId town, string typed) => JapaneseText.Fold(typed) switch
    {
        "" => null,
        var folded => Token(town, "name", Cut(folded)),
    };

    /// <summary>The token to look for when staff typed a number or its last four digits; <c>null</c> when there are fewer.</summary>
    public byte[]? ForTelephone(TownId town, string typed) => Digits(typed) is { Length: >= 4 } digits ? Token(town, "telephone", digits) : null;

    /// <summary>The digits of a number as Japanese write it, the country's prefix taken off.</summary>
    public static string Digits(string? telephone)
    {
        var digits = string.Concat(JapaneseText.Normal(telephone ?? "").Where(char.IsAsciiDigit));
        return digits.StartsWith("81", StringComparison.Ordinal) && digits.Length >= 11 ? $"0{digits[2..]}" : digits;
    }

    private static IEnumerable<string> Beginnings(string name)
    {
        var words = JapaneseText.Normal(name).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(JapaneseText.Fold).Where(w => w.Length > 0).ToList();
        foreach (var text in words.Prepend(string.Concat(words)).Where(t => t.Length > 0))
        {
            // A word of one character (森, 林) is a name of its own.
            yield return Cut(text);
            for (var length = 2; length <= Math.Min(text.Length, MostLetters); length++)
            {
                yield return Cut(text, length);
            }
        }
    }

    /// <summary>Cut between characters, never through one.</summary>
    private static string Cut(string text, int length = MostLetters) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private byte[] Token(TownId town, string of, string text) =>
        HMACSHA256.HashData(keys.Of(town).Search, Encoding.UTF8.GetBytes($"{of}\0{text}"))[..TokenBytes];
}
