using Bot.Infrastructure.Stripe;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Payments;

/// <summary>Compares the books of every town in the small hours of each night in Japan, over the last eight days.</summary>
public sealed partial class ReconciliationLoop(Reconciliation reconciliation, StripeAccounts accounts, TimeProvider clock, ILogger<ReconciliationLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(3.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(UntilNext(clock.GetUtcNow()), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            foreach (var town in accounts.Towns)
            {
                try
                {
                    // Eight days cover a konbini's slow news, and a week in which nobody looked.
                    await reconciliation.Run(town, clock.GetUtcNow().AddDays(-8), clock.GetUtcNow(), stoppingToken);
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    Log.Stumbled(log, trouble, town.Value);
                }
            }
        }
    }

    internal static TimeSpan UntilNext(DateTimeOffset now)
    {
        var here = now.ToOffset(Japan);
        var next = new DateTimeOffset(here.Date + Hour, Japan);
        return (next > here ? next : next.AddDays(1)) - here;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The books of {Town} could not be compared")]
        public static partial void Stumbled(ILogger log, Exception trouble, string town);
    }
}
