using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Sealing;

/// <summary>Looks regularly for keys that were made elsewhere, so that after a change of keys every process seals with the new one.</summary>
internal sealed partial class KeyWatch(TownKeys keys, TimeProvider time, ILogger<KeyWatch> log) : BackgroundService
{
    /// <summary>After twice this time no process seals with an older key any more.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Every, time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                await Look(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            await keys.Refresh(stop);
        }
        catch (Exception thrown) when (DatabaseTrouble.IsOutage(thrown) || thrown is SealBrokenException)
        {
            // What is held stays good.
            Log.Failed(log, thrown);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The towns' keys could not be read anew")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
