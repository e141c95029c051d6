using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>
/// The number that the resident writes on the things: two digits of the fiscal year, six that count on, and one that checks them,
/// written <c>0812-3456-7</c>. The check digit is Damm's: any one wrong digit and any two neighbours swapped are caught.
/// </summary>
public readonly record struct CollectionNumber
{
    private const int Length = 9;

    private CollectionNumber(string digits) => Digits = digits;

    /// <summary>All nine digits, as they are stored.</summary>
    public string Digits { get; }

    /// <param name="year">The fiscal year as <see cref="YearOf"/> gives it.</param>
    /// <param name="count">From 1 on within the year.</param>
    public static CollectionNumber Of(int year, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(year);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 99);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 999_999);
        var body = string.Create(CultureInfo.InvariantCulture, $"{year:00}{count:000000}");
        return new(body + (char)('0' + Damm.Check(body)));
    }

    /// <summary>The year of the Reiwa era in which the fiscal year of this day began, in two digits.</summary>
    public static int YearOf(DateOnly day) => (day.AddMonths(-3).Year - 2018) % 100;

    /// <summary>Reads a number however it was written: full width, with or without strokes and blanks.</summary>
    public static Checked<CollectionNumber> Parse(string text)
    {
        var plain = JapaneseText.Normal(text).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '‐' or '−' or 'ー' or '―' or '–')).ToArray();
        return plain switch
        {
            { Length: 0 } => Bad("bulky-waste.number.empty"),
            _ when !plain.All(char.IsAsciiDigit) => Bad("bulky-waste.number.letters"),
            { Length: < Length } => Bad("bulky-waste.number.short"),
            { Length: > Length } => Bad("bulky-waste.number.long"),
            _ when Damm.Check(plain) != 0 => Bad("bulky-waste.number.check"),
            _ => new Checked<CollectionNumber>.Good(new(new string(plain))),
        };
    }

    /// <summary>In groups, as it is written by hand.</summary>
    public override string ToString() => Digits is null ? "" : $"{Digits[..4]}-{Digits[4..8]}-{Digits[8..]}";

    private static Checked<CollectionNumber>.Bad Bad(string why) => new(why);
}
