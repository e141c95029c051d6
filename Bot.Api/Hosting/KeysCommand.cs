using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>
/// <c>Bot.Api keys rotate TOWN</c>: a new key for what is sealed, and all of it sealed anew, while the bot works.
/// <c>Bot.Api keys rewrap</c>: the towns' keys wrapped with <c>Sealing__NextKey</c>; what they seal stays as it is.
/// </summary>
public static class KeysCommand
{
    /// <summary>By then every process has looked for new keys twice.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(75);

    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, CancellationToken stop)
    {
        words = [.. words.Where(w => !w.StartsWith("--", StringComparison.Ordinal))];
        TownId town = default;
        if (words is not (["rotate", _] or ["rewrap"]) || (words is ["rotate", var slug] && !TownId.TryParse(slug, out town)))
        {
            await output.WriteLineAsync("使い方: keys rotate <町> | keys rewrap");
            return 2;
        }

        await using var database = Database.Open(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"));
        await using var forKeys = Database.Open(settings.GetConnectionString("Bot")!, connections: 2);
        var keys = new TownKeys(forKeys, MasterKeys.From(settings), TimeProvider.System);
        var resealing = new Resealing(database, keys, new Sealer(keys), TimeProvider.System);
        if (words is ["rotate", _])
        {
            var report = await resealing.Rotate(town, Settle, stop);
            await output.WriteLineAsync($"{town.Value}: 新しい鍵 {report.KeyId}、{report.Values}件を封じ直しました");
            return 0;
        }

        foreach (var each in await TownTable.All(database, stop))
        {
            await output.WriteLineAsync($"{each.Value}: {await resealing.Rewrap(each, stop)}個の鍵を包み直しました");
        }

        return 0;
    }
}
