using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;

namespace Bot.Api.Hosting;

/// <summary>Looks again and again whether every child has come. Several processes may do it at once: each school is looked at by one.</summary>
internal sealed partial class ArrivalRounds(
    Database database, SchoolTowns towns, ArrivalRound round, OutboxDoorbell doorbell, DatabaseClock hour, TimeProvider clock, ILogger<ArrivalRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

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
            if (!await hour.Set(Pause, stop))
            {
                return;
            }

            foreach (var school in await database.ReadInTown(town, tx => ArrivalRuleTable.Schools(tx, town, stop), stop))
            {
                if (await database.InTown(town, tx => round.Take(tx, town, school, hour.Now, stop), stop) > 0)
                {
                    doorbell.Ring(town);
                }
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(log, trouble, town.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Whether all children of {Town} have come could not be found out now; it is tried again")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
