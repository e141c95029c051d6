using System.Diagnostics;
using Bot.Chaos.Load;

namespace Bot.Chaos.Faults;

/// <summary>How the bots answered deliveries, and how fast.</summary>
public sealed class Meter
{
    private readonly Lock _lock = new();
    private readonly List<Delivered> _all = [];

    public void See(Delivered delivered)
    {
        lock (_lock)
        {
            _all.Add(delivered);
        }
    }

    /// <summary>Those that were begun in a span of <see cref="Stopwatch"/> stamps.</summary>
    public Answers Between(long from, long until)
    {
        lock (_lock)
        {
            return new([.. _all.Where(d => d.Began >= from && d.Began < until)]);
        }
    }

    /// <summary>Drops what was measured, so that a long run does not grow.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _all.Clear();
        }
    }
}

/// <summary>Some answers, summed up.</summary>
public sealed class Answers(IReadOnlyList<Delivered> all)
{
    private readonly double[] _took = [.. all.Select(d => d.Took.TotalMilliseconds).Order()];

    public int Count => all.Count;

    public IReadOnlyList<Delivered> All => all;

    /// <summary>How many were answered with a status; 0 for none at all, -1 for a connection that was refused.</summary>
    public int With(int status) => all.Count(d => d.Status == status);

    /// <summary>In milliseconds; 0 when there were none.</summary>
    public double Quantile(double share) => _took.Length == 0 ? 0 : _took[Math.Min(_took.Length - 1, (int)(share * _took.Length))];

    public double ShareWithin(double milliseconds) => _took.Length == 0 ? 1 : _took.Count(t => t <= milliseconds) / (double)_took.Length;

    public override string ToString()
    {
        var statuses = all.GroupBy(d => d.Status).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Count()} × {Name(g.Key)}"));
        return FormattableString.Invariant($"{string.Join(", ", statuses)}; p50 {Quantile(0.5):0} ms, p99 {Quantile(0.99):0} ms, slowest {Quantile(1):0} ms");
    }

    private static string Name(int status) => status switch
    {
        -1 => "refused connection",
        0 => "no answer",
        _ => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
