using System.Globalization;
using System.Text;

namespace Bot.Domain.Kernel;

/// <summary>
/// Text of others as staff see it: marks that turn the direction of writing, hide, or have no shape stand as tokens such as <c>⟦U+202E⟧</c>,
/// so that nothing looks like something else. Emoji and the variants of name characters stay whole.
/// </summary>
public static class VisibleText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var shown = new StringBuilder(text.Length);
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune, before))
            {
                shown.Append(CultureInfo.InvariantCulture, $"⟦U+{rune.Value:X4}⟧");
            }
            else
            {
                shown.Append(rune);
            }

            before = rune;
        }

        return shown.ToString();
    }

    /// <summary>Whether <see cref="Of"/> would show something else than the text itself.</summary>
    public static bool Hides(string? text) => text is not null && Of(text) != text;

    private static bool IsHidden(Rune rune, Rune? before) => rune.Value switch
    {
        '\n' or '\r' or '\t' => false,
        // A joiner makes one emoji of several; elsewhere it only hides.
        0x200D => before is not { } left || !IsPictorial(left),
        // Fillers that are letters by name and blank to the eye.
        0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 => true,
        // Tags spell flags of regions after a black flag; nobody here needs them.
        >= 0xE0000 and <= 0xE007F => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
    };

    private static bool IsPictorial(Rune rune) =>
        rune.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol;
}
