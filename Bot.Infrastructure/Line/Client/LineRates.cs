using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>
/// LINE's rate limits, kept before LINE must. Notices and bulk may use a part of each limit only, so that an alert or an answer never waits behind them.
/// </summary>
internal sealed class LineRates(LineSettings settings) : IDisposable
{
    private const double NoticeShare = 0.7;
    private const double BulkShare = 0.5;

    // Enough to smooth a burst; more waiting calls than this are better off in the outbox.
    private const int Queue = 1000;

    private readonly ConcurrentDictionary<(TownId, LineEndpoint), Lazy<Buckets>> _buckets = new();

    /// <summary><c>null</c> when the call may go now, else the least time to wait.</summary>
    public async ValueTask<TimeSpan?> Enter(TownId town, LineEndpoint endpoint, Lane lane, CancellationToken stop)
    {
        var buckets = _buckets.GetOrAdd((town, endpoint), key => new(() => new Buckets(key.Item2, settings.RateShare))).Value;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(settings.LongestQueue);
        try
        {
            foreach (var bucket in buckets.For(lane))
            {
                // A slow bucket (60 an hour) is not waited for: the outbox has better patience.
                using var lease = endpoint.Per > TimeSpan.FromSeconds(1) ? bucket.AttemptAcquire() : await bucket.AcquireAsync(1, patience.Token);
                if (!lease.IsAcquired)
                {
                    return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return settings.LongestQueue;
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets.Values.Where(b => b.IsValueCreated))
        {
            bucket.Value.Dispose();
        }
    }

    private sealed class Buckets(LineEndpoint endpoint, double share) : IDisposable
    {
        private readonly TokenBucketRateLimiter _whole = Bucket(endpoint, share);
        private readonly TokenBucketRateLimiter _notice = Bucket(endpoint, share * NoticeShare);
        private readonly TokenBucketRateLimiter _bulk = Bucket(endpoint, share * BulkShare);

        public TokenBucketRateLimiter[] For(Lane lane) => lane switch
        {
            Lane.Alert or Lane.Reply => [_whole],
            Lane.Notice => [_notice, _whole],
            _ => [_bulk, _notice, _whole],
        };

        public void Dispose()
        {
            _whole.Dispose();
            _notice.Dispose();
            _bulk.Dispose();
        }

        private static TokenBucketRateLimiter Bucket(LineEndpoint endpoint, double share)
        {
            var permits = Math.Max(1, (int)(endpoint.Permits * share));
            // Ten portions a second where there are as many; else one token at a time.
            var portions = endpoint.Per <= TimeSpan.FromSeconds(1) ? Math.Min(10, permits) : permits;
            return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                // Half a period at once, so that a burst after a pause and the stream behind it stay within the limit together.
                TokenLimit = Math.Max(1, permits / 2),
                TokensPerPeriod = Math.Max(1, permits / portions),
                ReplenishmentPeriod = endpoint.Per / portions,
                QueueLimit = Queue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            });
        }
    }
}
