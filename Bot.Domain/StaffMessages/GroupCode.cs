using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>What is typed in a LINE group of staff: the code by which it joins, or the word by which it leaves. Anything else there is none of our business.</summary>
public static class GroupCode
{
    public const string Word = "連携";
    public const string EndWord = "解除";
    public const int Length = 8;

    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>As it is told; random bytes make it, five bits a letter.</summary>
    public static string Of(ReadOnlySpan<byte> random)
    {
        var code = new char[Length];
        for (var at = 0; at < Length; at++)
        {
            code[at] = Letters[random[at] % Letters.Length];
        }

        return $"{new string(code, 0, 4)}-{new string(code, 4, 4)}";
    }

    /// <summary>The code behind the word, however it was typed, without its dash; <c>null</c> when the text is no such thing.</summary>
    public static string? In(string text)
    {
        var said = JapaneseText.Normal(text).Trim();
        return said.Length <= 40 && said.StartsWith(Word, StringComparison.Ordinal) ? Bare(said[Word.Length..]) : null;
    }

    /// <summary>The letters of a code alone; <c>null</c> when they are none.</summary>
    public static string? Bare(string text)
    {
        var code = string.Concat(text.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return code.Length == Length && code.All(c => Letters.Contains(c, StringComparison.Ordinal)) ? code : null;
    }

    public static bool IsEnd(string text) => text.Length <= 40 && JapaneseText.Normal(text).Trim() == EndWord;
}
