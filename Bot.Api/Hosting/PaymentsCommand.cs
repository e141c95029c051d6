using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Hosting;

/// <summary><c>Bot.Api payments export TOWN FROM TO FILE</c>: what a town took, gave back and was charged, per day and method, as CSV for the treasurer.</summary>
public static class PaymentsCommand
{
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, CancellationToken stop)
    {
        if (words is not ["export", var slug, var first, var last, var file] || !TownId.TryParse(slug, out var town)
            || !Day(first, out var from) || !Day(last, out var to) || to < from)
        {
            await output.WriteLineAsync("使い方: payments export <町> <初日> <末日> <ファイル>　（日付は 2026-12-01 のように書きます）");
            return 2;
        }

        await using var database = Database.Open(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"));
        var lines = await database.ReadInTown(town, tx => AccountingSearch.Lines(tx, town, from, to, stop), stop);
        await using (var csv = File.Create(file))
        {
            await AccountingExport.Write(csv, lines, stop);
        }

        await output.WriteLineAsync($"{file}: {lines.Count}行");
        return 0;
    }

    private static bool Day(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
