using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Payments;

/// <summary>The bell on the clerk's desk: rung when a webhook has been stored.</summary>
public sealed class PaymentBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung and not heard yet: once is enough.
        }
    }

    public void Dispose() => _rung.Dispose();

    internal Task<bool> Heard(TimeSpan patience, CancellationToken stop) => _rung.WaitAsync(patience, stop);
}

/// <summary>Keeps the clerk at work: at once when the bell rings, and every second, since a bell may be rung in a process that dies.</summary>
/// <param name="towns">The towns that take money online.</param>
/// <param name="hour">Nothing lapses before it is known what time it is: a machine whose own clock is ahead would end what can still be paid.</param>
public sealed partial class PaymentClerkLoop(
    PaymentClerk clerk, Func<IReadOnlyList<TownId>> towns, PaymentBell bell, DatabaseClock hour, TimeProvider clock, ILogger<PaymentClerkLoop> log) : BackgroundService
{
    private static readonly TimeSpan LapseEvery = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lapsedAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            var known = await hour.Set(TimeSpan.FromSeconds(2), stoppingToken);
            var lapse = known && clock.GetUtcNow() - lapsedAt >= LapseEvery;
            foreach (var town in known ? towns() : [])
            {
                try
                {
                    while (await clerk.Work(town, stoppingToken) > 0)
                    {
                    }

                    if (lapse)
                    {
                        await clerk.Lapse(town, stoppingToken);
                        await clerk.LookAfter(town, stoppingToken);
                    }
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    Log.Stumbled(log, trouble, town.Value, DatabaseTrouble.IsOutage(trouble));
                }
            }

            lapsedAt = lapse ? clock.GetUtcNow() : lapsedAt;
            try
            {
                await bell.Heard(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The payment clerk of {Town} stumbled (database away: {Outage})")]
        public static partial void Stumbled(ILogger log, Exception trouble, string town, bool outage);
    }
}
