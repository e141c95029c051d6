using System.Globalization;
using System.Text;

namespace Bot.Domain.Kernel;

/// <summary>Japanese as people type it, brought to one shape for comparing; the original is what is kept and shown.</summary>
public static class JapaneseText
{
    /// <summary>Folds width, case, kana and long marks: <c>ｿﾌｧｰ</c>, <c>ソファ</c> and <c>そふぁ</c> become one.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Normal(text).ToLowerInvariant())
        {
            if (c is >= 'ァ' and <= 'ヶ')
            {
                folded.Append((char)(c - 0x60));
            }
            else if (c is not ('ー' or '-' or '‐' or '−' or '~' or '・' or '_') && !char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }

    /// <summary>A whole number in half or full width, alone or with a counter word (<c>３個</c>, <c>2つ</c>); <c>null</c> otherwise.</summary>
    public static int? Number(string text)
    {
        var plain = Normal(text).Trim();
        var digits = plain.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and <= 9 && Counters.Contains(plain[digits..].Trim(), StringComparer.Ordinal)
            ? int.Parse(plain.AsSpan(0, digits), CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Compatibility forms made plain (NFKC); broken surrogates and U+FFFE are mended first, since .NET refuses to normalise them.</summary>
    public static string Normal(string text) =>
        Whole(text).Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC);

    /// <summary>The text with each half of a surrogate pair replaced by U+FFFD; such text can be neither stored as JSON nor sent.</summary>
    public static string Whole(string text) => text.IsWhole() ? text : Mended(text);

    private static readonly string[] Counters = ["", "個", "つ", "こ", "点", "台", "枚", "本", "番", "ばん", "脚", "束", "."];

    private static bool IsWhole(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            mended.Append(rune);
        }

        return mended.ToString();
    }
}
