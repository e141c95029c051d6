using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Hosting;

/// <summary>Opens what the towns of a region send each other. Several processes may do it at once: each parcel is opened by one.</summary>
internal sealed partial class ParcelRounds(Database database, DamageReportsModule module, PhotoHandOver photos, TimeProvider clock, ILogger<ParcelRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            // A town alone sends nothing to anybody.
            foreach (var town in module.Towns.All is { Count: > 1 } towns ? towns : [])
            {
                try
                {
                    await database.InTown(town, tx => module.Parcels.Collect(tx, town, stoppingToken), stoppingToken);
                    await photos.Round(town, stoppingToken);
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    Log.Failed(log, trouble, town.Value);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What other towns sent to {Town} could not be opened now; it is tried again")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
