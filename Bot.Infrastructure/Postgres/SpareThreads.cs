namespace Bot.Infrastructure.Postgres;

/// <summary>
/// More threads for as long as the server is silent. Each statement that is given up holds one until its request to cancel is given up too;
/// the pool adds threads so slowly that meanwhile nobody would even be told to come again.
/// </summary>
internal static class SpareThreads
{
    private const int Most = 48;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly Lock One = new();
    private static readonly Timer Back = new(_ => Release());
    private static int? _before;

    /// <summary>Called when the server has fallen silent, and again while it is.</summary>
    internal static void Call()
    {
        lock (One)
        {
            if (_before is null)
            {
                ThreadPool.GetMinThreads(out var workers, out var ports);
                _before = workers;
                ThreadPool.SetMinThreads(Math.Max(workers, Most), ports);
            }

            Back.Change(Kept, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Release()
    {
        lock (One)
        {
            ThreadPool.GetMinThreads(out _, out var ports);
            ThreadPool.SetMinThreads(_before!.Value, ports);
            _before = null;
        }
    }
}
