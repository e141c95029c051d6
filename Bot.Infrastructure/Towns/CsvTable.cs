using CsvHelper;

namespace Bot.Infrastructure.Towns;

/// <summary>A CSV file with a heading line, read whole; headings may stand in any order, but all must be there and no others.</summary>
internal static class CsvTable
{
    /// <param name="mayBeEmpty">Whether the heading alone is enough.</param>
    /// <param name="optional">Columns that may be missing altogether.</param>
    public static IReadOnlyList<CsvRow> Read(string path, string[] columns, FaultList faults, bool mayBeEmpty = false, params string[] optional)
    {
        if (TextFile.Read(path, faults) is not { } text)
        {
            return [];
        }

        var options = new CsvReaderOptions
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            // one open quote must not swallow the rest of the file
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad => faults.Add(path, (int)bad.LineNumber, null,
                "「\"」の使い方が正しくありません。セルの中では改行せず、「\"」は使わないでください。"),
        };
        using var csv = CsvReader.FromText(text, options);
        csv.ReadHeader();
        var heading = csv.Headers.ToArray();
        if (!Fits(path, heading, columns, optional, faults))
        {
            return [];
        }

        var rows = new List<CsvRow>();
        while (csv.Read())
        {
            var cells = csv.Current.ToArray();
            if (cells.All(string.IsNullOrEmpty))
            {
                continue;
            }

            if (cells.Length != heading.Length)
            {
                faults.Add(path, (int)csv.LineNumber, null,
                    $"列が {cells.Length} 個あります。見出しと同じ {heading.Length} 個にしてください（コンマの数を確かめてください）。");
                continue;
            }

            rows.Add(new CsvRow(path, (int)csv.LineNumber, heading.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), faults));
        }

        if (rows.Count == 0 && !mayBeEmpty)
        {
            faults.Add(path, null, null, "行がありません。見出しの下に1行以上書いてください。");
        }

        return rows;
    }

    private static bool Fits(string path, string[] heading, string[] columns, string[] optional, FaultList faults)
    {
        var missing = columns.Except(heading, StringComparer.Ordinal).ToList();
        var strange = heading.Except([.. columns, .. optional], StringComparer.Ordinal).ToList();
        foreach (var column in missing)
        {
            faults.Add(path, 1, column, "この列がありません。見出しに加えてください。");
        }

        foreach (var column in strange)
        {
            faults.Add(path, 1, column, $"この列は使いません。使う列: {string.Join(", ", [.. columns, .. optional])}");
        }

        foreach (var column in heading.GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            faults.Add(path, 1, column.Key, "同じ見出しが二つあります。一つにしてください。");
        }

        return missing.Count == 0 && heading.Distinct(StringComparer.Ordinal).Count() == heading.Length;
    }
}
