namespace Bot.Simulator.Stripe;

/// <summary>Each second: sessions and vouchers whose time has come lapse.</summary>
internal sealed class StripeHeartbeat(FakeStripe stripe) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) stripe.Tick();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the simulator stops
        }
    }
}
