using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Hosting;

/// <summary>Looks again and again whether staff are to be told something. Several processes may do it at once: each department is looked at by one.</summary>
internal sealed partial class StaffMessageRounds(
    Database database, LiveRegion live, StaffMessageDesk desk, OutboxDoorbell doorbell, DatabaseClock hour, TimeProvider clock, ILogger<StaffMessageRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            foreach (var town in live.Now.Towns.Select(t => t.Id).ToList())
            {
                await Look(town, stoppingToken);
            }
        }
    }

    private async Task Look(TownId town, CancellationToken stop)
    {
        try
        {
            if (await hour.Set(Pause, stop) && await database.InTown(town, tx => desk.Round(tx, town, hour.Now, stop), stop) > 0)
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
        [LoggerMessage(LogLevel.Error, "Whether the staff of {Town} are to be told something could not be found out now; it is tried again")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
