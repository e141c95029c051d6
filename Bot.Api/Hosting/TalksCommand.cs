using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Hosting;

/// <summary>
/// <c>Bot.Api talks parked TOWN</c> lists the conversations that were put aside after five failures, by LINE's user id;
/// <c>Bot.Api talks replay TOWN [USER-ID]</c> lets one of them, or all, go on once the fault is mended.
/// </summary>
public static class TalksCommand
{
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, CancellationToken stop)
    {
        if (words is not [("parked" or "replay") and var verb, var slug, .. var rest] || !TownId.TryParse(slug, out var town))
        {
            await output.WriteLineAsync("usage: Bot.Api talks parked TOWN | talks replay TOWN [USER-ID]");
            return 2;
        }

        await using var database = Database.Open(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"));
        var parked = await database.ReadInTown(town, tx => ParkedTalkTable.All(tx, town, stop), stop);
        if (verb == "parked")
        {
            foreach (var talk in parked)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{talk.Citizen.Value} {talk.ParkedAt:u} {talk.Events}"));
            }

            return 0;
        }

        var wanted = rest is [{ Length: > 0 } only] && !only.StartsWith("--", StringComparison.Ordinal) ? parked.Where(p => p.Citizen.Value == only) : parked;
        var replayed = 0;
        foreach (var talk in wanted)
        {
            replayed += await database.InTown(town, tx => ParkedTalkTable.Unpark(tx, town, talk.Citizen, stop), stop) ? 1 : 0;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{replayed} conversations go on"));
        return 0;
    }
}
