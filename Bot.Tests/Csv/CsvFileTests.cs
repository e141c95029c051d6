using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Csv;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Csv;

public sealed class CsvFileTests
{
    private const string Signs = "=+-@＝＋－＠\t\r\n\0";

    /// <summary>What hostile and ordinary people type, and all that may stand before a sign without hiding it.</summary>
    private static readonly string[] Pieces =
    [
        "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\r\n", "\0", " ", "　", "\uFEFF", "\u200B", "\u202E", "\"", "'", ",", ";", "|", "1", "cmd", "SUM(A1)",
        "髙﨑", "①", "〜", "—", "😀", "\u0301", "<script>", "=HYPERLINK(\"http://x\",\"y\")",
    ];

    [Test]
    public async Task The_file_begins_with_its_mark_and_ends_each_line_as_Windows_does()
    {
        var bytes = await Written(CsvCoding.Utf8, ["お名前", "円"], ["星野", 1200], [CsvCell.Empty, -5]);
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes[3..]).ShouldBe("\"お名前\",\"円\"\r\n\"星野\",1200\r\n,-5\r\n");
    }

    [Test]
    public async Task Days_moments_and_amounts_are_cells_that_a_spreadsheet_can_reckon_with()
    {
        var bytes = await Written(CsvCoding.Utf8, [new DateOnly(2026, 12, 1), new DateTimeOffset(2026, 12, 1, 23, 30, 0, TimeSpan.Zero), new Yen(400), (DateOnly?)null]);
        Encoding.UTF8.GetString(bytes[3..]).ShouldBe("2026-12-01,2026-12-02 08:30,400,\r\n");
    }

    [TestCase("=1+1", ExpectedResult = "\"'=1+1\"")]
    [TestCase("＝1+1", ExpectedResult = "\"'＝1+1\"")]
    [TestCase("　 =1", ExpectedResult = "\"'　 =1\"")]
    [TestCase("\uFEFF@x", ExpectedResult = "\"'\uFEFF@x\"")]
    [TestCase("\u200B\u202E+81", ExpectedResult = "\"'\u200B\u202E+81\"")]
    [TestCase("\tx", ExpectedResult = "\"'\tx\"")]
    [TestCase("\0x", ExpectedResult = "\"'\0x\"")]
    [TestCase("−1", ExpectedResult = "\"'−1\"")]
    [TestCase("-5", ExpectedResult = "\"'-5\"")]
    [TestCase("1-2-3", ExpectedResult = "\"1-2-3\"")]
    [TestCase("a,b\"c", ExpectedResult = "\"a,b\"\"c\"")]
    [TestCase("", ExpectedResult = "")]
    public string No_text_is_a_formula_or_breaks_its_cell(string text) => CsvCell.Text(text).ToString();

    [Test]
    public void Whatever_is_typed_comes_back_whole_and_is_no_formula() =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p)).ListOf().Select(cells => cells.ToArray()).Where(c => c.Length > 0).ToArbitrary(),
            typed =>
            {
                var bytes = Written(CsvCoding.Utf8, [.. typed.Select(CsvCell.Text)], ["end"]).GetAwaiter().GetResult();
                var rows = Parsed(Encoding.UTF8.GetString(bytes[3..]));
                rows.Count.ShouldBe(2);
                rows[0].Length.ShouldBe(typed.Length);
                foreach (var (cell, text) in rows[0].Zip(typed))
                {
                    (cell == text || cell == "'" + text).ShouldBeTrue();
                    var seen = cell.TrimStart(' ', '　', '\uFEFF', '\u200B', '\u202E');
                    (cell.Length > 0 && (Signs.Contains(cell[0]) || (seen.Length > 0 && Signs.Contains(seen[0])))).ShouldBeFalse(cell);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Test]
    public async Task The_old_code_page_keeps_names_and_turns_what_it_lacks_into_a_mark()
    {
        var bytes = await Written(CsvCoding.Cp932, ["髙﨑①〜", "😀", "⁺1", "−1"]);
        var text = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetString(bytes);
        text.ShouldBe("\"髙﨑①～\",\"〓〓\",\"'〓1\",\"'－1\"\r\n");
    }

    private static async Task<byte[]> Written(CsvCoding coding, params CsvCell[][] rows)
    {
        using var stream = new MemoryStream();
        await using (var file = new CsvFile(stream, coding))
        {
            foreach (var row in rows)
            {
                await file.Row(row, default);
            }
        }

        return stream.ToArray();
    }

    private static List<string[]> Parsed(string text)
    {
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, SkipEmptyLines = false });
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. reader.Current.ToArray()]);
        }

        return rows;
    }
}
