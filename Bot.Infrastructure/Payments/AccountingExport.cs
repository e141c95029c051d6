using System.Globalization;
using System.Text;

namespace Bot.Infrastructure.Payments;

/// <summary>The town's takings for its ledgers: per day and method, what came, what the agent kept, what went back.</summary>
public static class AccountingExport
{
    private const string Head = "日付,支払方法,件数,収納額(円),手数料(円),差引額(円),手数料未確定の件数,返金件数,返金額(円)";

    /// <summary>A file that spreadsheets of a town hall open rightly: with a mark for its encoding, and nothing in it that could be a formula.</summary>
    public static byte[] Csv(IEnumerable<AccountingLine> lines)
    {
        var text = new StringBuilder(Head).Append("\r\n");
        foreach (var line in lines)
        {
            string[] cells =
            [
                line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Method(line.Method), Number(line.Payments), Number(line.Gross),
                Number(line.Fee), Number(line.Net), Number(line.FeesUnknown), Number(line.Refunds), Number(line.Refunded),
            ];
            text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Method(string method) => method switch
    {
        "card" => "クレジットカード",
        "konbini" => "コンビニ",
        "paypay" => "PayPay",
        "cash" => "現金",
        var other => other,
    };

    private static string Number(long amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>Guards what a spreadsheet would take for a formula, and quotes what would break the line.</summary>
    internal static string Cell(string text)
    {
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        var guarded = !isNumber && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
        return guarded.AsSpan().ContainsAny(",\"\r\n") ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }
}
