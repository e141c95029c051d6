using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Bot.Infrastructure.Stripe;

/// <summary>
/// Short retries within one call: three tries of six seconds, which together end before an outbox lease does. Longer patience is the outbox's.
/// </summary>
public sealed class StripeRetry(TimeProvider clock)
{
    internal ResiliencePipeline<StripeReply> Pipeline { get; } = new ResiliencePipelineBuilder<StripeReply> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<StripeReply>
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome switch
            {
                { Exception: { } trouble } => IsWire(trouble),
                { Result: { } reply } => reply.MayRetry,
                _ => false,
            }),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(6) })
        .Build();

    internal static bool IsWire(Exception trouble) =>
        trouble is HttpRequestException or IOException or TimeoutRejectedException or TaskCanceledException;
}
