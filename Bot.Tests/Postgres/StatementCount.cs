using System.Diagnostics;

namespace Bot.Tests.Postgres;

/// <summary>Counts what a piece of work sends to Postgres, through HTTP too: what the bot does on its own meanwhile is not counted.</summary>
internal sealed class StatementCount : IDisposable
{
    private readonly Activity _work = new Activity("counted").SetIdFormat(ActivityIdFormat.W3C);
    private readonly ActivityListener _listener;
    private int _sent;

    private StatementCount()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == _work.TraceId)
                {
                    Interlocked.Increment(ref _sent);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The least of some runs: the first of them may have to read plans and settings that are kept afterwards.</summary>
    public static async Task<int> Of(Func<Task> work, int runs = 3)
    {
        var least = int.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            using var count = new StatementCount();
            count._work.Start();
            await work();
            count._work.Stop();
            least = Math.Min(least, Volatile.Read(ref count._sent));
        }

        return least;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _work.Dispose();
    }
}
