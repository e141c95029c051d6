using System.Threading.RateLimiting;

namespace Bot.Api.DamageReports.Open311;

/// <summary>How often a program may ask, by its address, and how often it may write, by its key; each process counts for itself.</summary>
public sealed class Open311Limits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress;
    private readonly PartitionedRateLimiter<Guid> _byKey;

    /// <param name="calls">Of one address in a minute.</param>
    /// <param name="writes">Of one key in a minute.</param>
    public Open311Limits(int calls, int writes)
    {
        _byAddress = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(calls)), StringComparer.Ordinal);
        _byKey = PartitionedRateLimiter.Create<Guid, Guid>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(writes)));
    }

    public bool MayAsk(string address) => Take(_byAddress, address);

    public bool MayWrite(Guid key) => Take(_byKey, key);

    public void Dispose()
    {
        _byAddress.Dispose();
        _byKey.Dispose();
    }

    private static bool Take<T>(PartitionedRateLimiter<T> limiter, T who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    /// <summary>A minute's worth may come at once; it fills up again bit by bit.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 12),
        ReplenishmentPeriod = TimeSpan.FromSeconds(5),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
