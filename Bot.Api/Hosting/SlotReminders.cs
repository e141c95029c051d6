using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Hosting;

/// <summary>Reminds guardians of tomorrow's interviews. Several processes may do it at once: each booking is taken by one.</summary>
internal sealed partial class SlotReminders(
    Database database, SchoolTowns towns, SlotTeller teller, OutboxDoorbell doorbell, DatabaseClock hour, TimeProvider clock, ILogger<SlotReminders> log) : BackgroundService
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
            if (await hour.Set(Pause, stop) && await database.InTown(town, tx => teller.Remind(tx, town, hour.Now, stop), stop) > 0)
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
        [LoggerMessage(LogLevel.Error, "Guardians of {Town} could not be reminded of tomorrow's interviews now; it is tried again")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
