using System.Buffers.Binary;
using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>
/// The code on a child's printed sheet: seventeen digits that nobody can guess and one that checks them, written <c>384-529-106-771-205-318</c>.
/// Of another length than a receipt's, so that each starts its own form.
/// </summary>
public readonly record struct LinkCode
{
    private const int Length = 18;
    private const ulong Bodies = 100_000_000_000_000_000;

    private LinkCode(string digits) => Digits = digits;

    public string Digits { get; }

    /// <param name="random">Eight bytes or more.</param>
    public static LinkCode Of(ReadOnlySpan<byte> random)
    {
        var body = (BinaryPrimitives.ReadUInt64BigEndian(random) % Bodies).ToString("D17", CultureInfo.InvariantCulture);
        return new(body + (char)('0' + Damm.Check(body)));
    }

    /// <summary>The code in a message, however it was written and whatever words stand around it.</summary>
    public static LinkCode? In(string text)
    {
        var digits = string.Concat(JapaneseText.Normal(text).Where(char.IsAsciiDigit));
        return digits.Length == Length && Damm.Check(digits) == 0 ? new(digits) : null;
    }

    /// <summary>In groups, as it is printed.</summary>
    public override string ToString() => Digits is { } d ? string.Join('-', d.Chunk(3).Select(part => new string(part))) : "";
}
