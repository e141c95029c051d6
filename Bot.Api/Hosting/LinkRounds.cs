using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;

namespace Bot.Api.Hosting;

/// <summary>Looks again and again whether the time of a link between guardian and child is over. Several processes may do it at once: each link is seen to by one.</summary>
internal sealed partial class LinkRounds(
    Database database, SchoolTowns towns, LinkRound round, OutboxDoorbell doorbell, DatabaseClock hour, TimeProvider clock, ILogger<LinkRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            foreach (var town in towns.All)
            {
                await Look(town, stoppingToken);
            }
        }
    }

    private async Task Look(TownId town, CancellationToken stop)
    {
        try
        {
            if (await hour.Set(Pause, stop) && await database.InTown(town, tx => round.Take(tx, town, hour.Now, stop), stop) > 0)
            {
                doorbell.Ring(town);
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, trouble, town.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Which links to children of {Town} are over could not be found out now; it is tried again")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
