using System.Buffers.Binary;
using System.Globalization;

namespace Bot.Domain.Kernel;

/// <summary>
/// The code on a printed receipt by which a resident's LINE may take the request over: fourteen digits that nobody can guess and one that checks them,
/// written <c>384-529-106-771-205</c>. Longer than a telephone's or an individual number, so that it is taken for neither.
/// </summary>
public readonly record struct SlipCode
{
    private const int Length = 15;
    private const long Bodies = 100_000_000_000_000;

    private SlipCode(string digits) => Digits = digits;

    public string Digits { get; }

    /// <param name="random">Eight bytes or more.</param>
    public static SlipCode Of(ReadOnlySpan<byte> random)
    {
        var body = ((long)(BinaryPrimitives.ReadUInt64BigEndian(random) % (ulong)Bodies)).ToString("D14", CultureInfo.InvariantCulture);
        return new(body + (char)('0' + Damm.Check(body)));
    }

    /// <summary>The code in a message, however it was written and whatever words stand around it.</summary>
    public static SlipCode? In(string text)
    {
        var digits = string.Concat(JapaneseText.Normal(text).Where(char.IsAsciiDigit));
        return digits.Length == Length && Damm.Check(digits) == 0 ? new(digits) : null;
    }

    /// <summary>In groups, as it is printed.</summary>
    public override string ToString() => Digits is { } d ? $"{d[..3]}-{d[3..6]}-{d[6..9]}-{d[9..12]}-{d[12..]}" : "";
}
