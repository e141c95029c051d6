using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary><c>Bot.Api seal existing</c>: puts under seal what was stored before there were seals. Part of <c>database prepare</c>; harmless when run again.</summary>
public static class SealCommand
{
    private const int Page = 200;

    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, CancellationToken stop)
    {
        if (words is not ["existing", ..])
        {
            await output.WriteLineAsync("使い方: seal existing");
            return 2;
        }

        var region = TownsSetup.Load(settings["TownsFolder"] ?? throw new InvalidOperationException("TownsFolder is missing"));
        await Existing(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"), MasterKeys.From(settings), region, output, stop);
        return 0;
    }

    internal static async Task Existing(string connectionString, MasterKeys master, Region region, TextWriter output, CancellationToken stop)
    {
        await using var database = Database.Open(connectionString);
        await using var forKeys = Database.Open(connectionString, connections: 2);
        var keys = new TownKeys(forKeys, master, TimeProvider.System);
        var sealer = new Sealer(keys);
        var towns = new BulkyTowns(region, sealer, new BlindIndex(keys));
        foreach (var town in await TownTable.All(database, stop))
        {
            var moved = 0;
            for (var page = Page; page > 0; moved += page)
            {
                page = await database.InTown(town, tx => PlainRequesterTable.Move(tx, towns, town, Page, stop), stop);
            }

            var report = await new Resealing(database, keys, sealer, TimeProvider.System).Seal(town, stop);
            if (moved + report.Values > 0)
            {
                await output.WriteLineAsync($"{town.Value}: {moved + report.Values} values are under seal now");
            }
        }
    }
}
