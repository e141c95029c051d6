using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Hosting;

/// <summary>
/// <c>Bot.Api database prepare</c>: roles and database (with <c>ConnectionStrings__Admin</c>, a superuser; once), then the migrations
/// (with <c>ConnectionStrings__Owner</c>), then what the towns' folders say. Harmless when run again; run it before each update.
/// </summary>
public static class DatabaseCommand
{
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output)
    {
        if (words is not ["prepare", ..])
        {
            await output.WriteLineAsync("usage: Bot.Api database prepare");
            return 2;
        }

        var stop = CancellationToken.None;
        var owner = settings.GetConnectionString("Owner") ?? throw new InvalidOperationException("ConnectionStrings__Owner is missing");
        var app = settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing");
        if (settings.GetConnectionString("Admin") is { Length: > 0 } admin)
        {
            await DatabaseMaker.Make(admin, new NpgsqlConnectionStringBuilder(owner), new NpgsqlConnectionStringBuilder(app), stop);
            await output.WriteLineAsync("roles and database are there");
        }

        foreach (var name in await Migrator.Run(owner, stop))
        {
            await output.WriteLineAsync($"applied {name}");
        }

        var region = TownsSetup.Load(settings["TownsFolder"] ?? throw new InvalidOperationException("TownsFolder is missing"));
        await using var database = Database.Open(app);
        await using var asOwner = Database.Open(owner);
        await TownsSetup.Store(asOwner, database, region, TimeProvider.System, stop);
        await FirstDepartments.Make(database, region, TimeProvider.System, stop);
        await output.WriteLineAsync($"{region.Towns.Count} towns and unions are loaded");
        await SealCommand.Existing(app, MasterKeys.From(settings), region, output, stop);
        return 0;
    }
}
