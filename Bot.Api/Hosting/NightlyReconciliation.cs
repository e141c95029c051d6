using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Stripe;

namespace Bot.Api.Hosting;

/// <summary>Each night at three, town time: our payments of the last week against the agent's list. Several processes doing it do no harm, since it only compares and applies facts.</summary>
internal sealed partial class NightlyReconciliation(Reconciliation reconciliation, StripeAccounts accounts, TimeProvider clock, ILogger<NightlyReconciliation> log) : BackgroundService
{
    private static readonly TimeOnly At = new(3, 0);

    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var today = JapanTime.At(JapanTime.Day(now), At);
            await Task.Delay((now < today ? today : today.AddDays(1)) - now, clock, stoppingToken);
            foreach (var town in accounts.Towns)
            {
                try
                {
                    await reconciliation.Run(town, clock.GetUtcNow() - Back, clock.GetUtcNow(), stoppingToken);
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
        [LoggerMessage(LogLevel.Error, "The payments of {Town} could not be compared tonight")]
        internal static partial void Failed(ILogger log, Exception trouble, string town);
    }
}
