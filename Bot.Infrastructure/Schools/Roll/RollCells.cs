using System.Text;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>The rows and cells of a CSV text, with quoted cells that may hold commas and line breaks.</summary>
internal static class RollCells
{
    public static List<List<string>> Rows(string text)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        var whole = text.ReplaceLineEndings("\n");
        for (var i = 0; i < whole.Length; i++)
        {
            var c = whole[i];
            if (quoted && c == '"' && i + 1 < whole.Length && whole[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (c is ',' or '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add(row);
                    row = [];
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            rows.Add(row);
        }

        return rows;
    }
}
