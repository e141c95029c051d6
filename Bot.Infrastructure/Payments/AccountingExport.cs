using Bot.Infrastructure.Csv;

namespace Bot.Infrastructure.Payments;

/// <summary>The town's takings for its ledgers: per day and method, what came, what the agent kept, what went back.</summary>
public static class AccountingExport
{
    private static readonly CsvCell[] Head =
        ["日付", "支払方法", "件数", "収納額(円)", "手数料(円)", "差引額(円)", "手数料未確定の件数", "返金件数", "返金額(円)"];

    /// <summary>Writes the file into a stream.</summary>
    public static async Task Write(Stream to, IEnumerable<AccountingLine> lines, CancellationToken stop)
    {
        await using var csv = new CsvFile(to);
        await csv.Row(Head, stop);
        foreach (var line in lines)
        {
            await csv.Row(
                [line.Day, Method(line.Method), line.Payments, line.Gross, line.Fee, line.Net, line.FeesUnknown, line.Refunds, line.Refunded], stop);
        }
    }

    private static string Method(string method) => method switch
    {
        "card" => "クレジットカード",
        "konbini" => "コンビニ",
        "paypay" => "PayPay",
        "cash" => "現金",
        var other => other,
    };
}
