using System.Globalization;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Writes a CSV file as the folder's readers take it: a heading line, then one line a row.</summary>
public sealed class CsvText
{
    private readonly StringBuilder _text = new();

    public CsvText(params ReadOnlySpan<string> columns) => Add(columns);

    public void Add(params ReadOnlySpan<string?> cells)
    {
        for (var at = 0; at < cells.Length; at++)
        {
            _text.Append(at == 0 ? "" : ",").Append(Cell(cells[at] ?? ""));
        }

        _text.Append('\n');
    }

    public override string ToString() => _text.ToString();

    public static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Several(Items<string> words) => string.Join('|', words);

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
