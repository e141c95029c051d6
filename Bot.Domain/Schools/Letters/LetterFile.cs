using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Letters;

/// <summary>A file that goes with a letter.</summary>
/// <param name="Name">As staff named it; guardians see it of documents only.</param>
/// <param name="Size">In bytes, as it is kept.</param>
public sealed record LetterFile(Guid Id, string Name, string MediaType, int Size)
{
    public const string Pdf = "application/pdf";
    public const int Most = 10;
    public const int MostBytes = 10 * 1024 * 1024;
    public const long MostTogether = 30 * 1024 * 1024;
    private const int LongestName = 60;

    public bool IsPhoto => MediaType != Pdf;

    /// <summary>What is left of a name that a browser sent: no folders, nothing that hides or turns text, of a document always with its true ending.</summary>
    public static string Cleaned(string sent, bool isPdf)
    {
        var last = sent.Split('/', '\\')[^1];
        var seen = string.Concat(JapaneseText.Whole(last).EnumerateRunes().Where(r => IsSeen(r) && r.Value is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))).Trim();
        if (!isPdf)
        {
            return seen.Length == 0 ? "写真" : Short(seen, LongestName);
        }

        var name = (seen.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? seen[..^4] : seen).Trim(' ', '.');
        return $"{(name.Length == 0 ? "お知らせ" : Short(name, LongestName))}.pdf";

        static bool IsSeen(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
    }

    private static string Short(string name, int most) => name.Length <= most ? name : name[..(char.IsHighSurrogate(name[most - 1]) ? most - 1 : most)];
}
