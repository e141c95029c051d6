using System.Globalization;

namespace Bot.Grow;

/// <summary>What was measured of one town: from the planned moment of an event until its reply was at LINE, in milliseconds.</summary>
internal sealed class Figures
{
    private readonly Lock _lock = new();
    private readonly List<double> _times = [];
    private int _lost;

    internal TimeSpan Took { get; set; }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _times.Count;
            }
        }
    }

    internal void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _times.Add(time.TotalMilliseconds);
        }
    }

    internal void Lose() => Interlocked.Increment(ref _lost);

    /// <param name="share">0.5 for the median.</param>
    internal double At(double share)
    {
        lock (_lock)
        {
            _times.Sort();
            return _times.Count == 0 ? double.NaN : _times[(int)Math.Min(_times.Count - 1, _times.Count * share)];
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"replies={Count} per_s={Count / Took.TotalSeconds:f0} p50_ms={At(0.5):f1} p95_ms={At(0.95):f1} p99_ms={At(0.99):f1} lost={_lost}");
}
