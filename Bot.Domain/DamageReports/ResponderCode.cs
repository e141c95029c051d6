using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>The code by which somebody of the fire brigade joins: 16 letters and digits of which none looks like another, in groups of four.</summary>
public static class ResponderCode
{
    public const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public const int Length = 16;

    /// <summary>As it is told; random bytes make it, five bits a letter.</summary>
    public static string Of(ReadOnlySpan<byte> random)
    {
        var code = new char[Length];
        for (var at = 0; at < Length; at++)
        {
            code[at] = Letters[random[at] % Letters.Length];
        }

        return string.Join('-', new string(code).Chunk(4).Select(g => new string(g)));
    }

    /// <summary>The code in what was typed, however it was written; <c>null</c> when it is none.</summary>
    public static string? In(string text)
    {
        var said = string.Concat(JapaneseText.Normal(text).ToUpperInvariant().Where(c => char.IsAsciiLetterOrDigit(c)));
        return said.Length == Length && said.All(c => Letters.Contains(c, StringComparison.Ordinal)) ? said : null;
    }
}
