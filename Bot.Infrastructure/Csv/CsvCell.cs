using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Csv;

/// <summary>One cell of a file for spreadsheets: a text, which may come from anybody and is guarded, or a number or date that we wrote ourselves.</summary>
public readonly record struct CsvCell
{
    private readonly string? _written;

    private CsvCell(string written) => _written = written;

    /// <summary>Nothing in the cell.</summary>
    public static readonly CsvCell Empty;

    public static implicit operator CsvCell(string? text) => Text(text);

    public static implicit operator CsvCell(int number) => Number(number);

    public static implicit operator CsvCell(long number) => Number(number);

    public static implicit operator CsvCell(int? number) => number is { } some ? Number(some) : default;

    public static implicit operator CsvCell(Yen amount) => Number(amount.Amount);

    public static implicit operator CsvCell(DateOnly day) => Day(day);

    public static implicit operator CsvCell(DateOnly? day) => day is { } some ? Day(some) : default;

    public static implicit operator CsvCell(DateTimeOffset at) => Moment(at);

    public static implicit operator CsvCell(DateTimeOffset? at) => at is { } some ? Moment(some) : default;

    /// <summary>Always quoted; a text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    public static CsvCell Text(string? text) =>
        text is null or "" ? default : new($"\"{(IsFormula(text) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    public static CsvCell Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Of a map, to a tenth of a metre.</summary>
    public static CsvCell Degrees(double degrees) => new(degrees.ToString("F6", CultureInfo.InvariantCulture));

    public static CsvCell Day(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>With one digit after the point; nothing for nothing.</summary>
    public static CsvCell Tenths(double? number) => number is { } some ? new(some.ToString("F1", CultureInfo.InvariantCulture)) : default;

    /// <summary>In Japanese time, as spreadsheets read a date with a time.</summary>
    public static CsvCell Moment(DateTimeOffset at) => new(at.ToOffset(JapanTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    /// <summary>As it stands in the file.</summary>
    public override string ToString() => _written ?? "";

    /// <summary>
    /// Spreadsheets look past blanks and marks at the beginning, take the full-width signs for the plain ones, and some begin anew after a line break.
    /// </summary>
    internal static bool IsFormula(string text)
    {
        foreach (var c in text)
        {
            if (c is '\t' or '\r' or '\n' or '\0' || Signs.Contains(c))
            {
                return true;
            }

            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                return false;
            }
        }

        return false;
    }

    // Plain, full-width, small, superscript and subscript forms, and the minus sign of mathematics.
    private const string Signs = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−";
}
