using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Hosting;

/// <summary><c>Bot.Api audit check [TOWN]</c>: walks the records of what staff did and names the first entry that does not hold.</summary>
public static class AuditCommand
{
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, CancellationToken stop)
    {
        words = [.. words.Where(w => !w.StartsWith("--", StringComparison.Ordinal))];
        TownId only = default;
        if (words is not (["check"] or ["check", _]) || (words is [_, var slug] && !TownId.TryParse(slug, out only)))
        {
            await output.WriteLineAsync("使い方: audit check [町]");
            return 2;
        }

        await using var database = Database.Open(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"));
        var broken = 0;
        foreach (var town in words.Length == 2 ? [only] : await TownTable.All(database, stop))
        {
            var chain = await AuditChainSearch.Walk(database, town, stop);
            await output.WriteLineAsync(chain.Holds
                ? $"{town.Value}: {chain.Length}件 異常なし {Convert.ToHexStringLower(chain.Head)}"
                : $"{town.Value}: {chain.BrokenAt}件目に異常 ({chain.Why})");
            broken += chain.Holds ? 0 : 1;
        }

        return broken == 0 ? 0 : 1;
    }
}
