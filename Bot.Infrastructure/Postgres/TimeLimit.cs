namespace Bot.Infrastructure.Postgres;

/// <summary>
/// A token that is cancelled after a time, on a thread of its own. Npgsql asks the server to cancel on the thread that cancels and waits for
/// an answer there; a server that is stopped gives none, and the few threads of the pool would all wait for it.
/// </summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Timer _timer;

    internal TimeLimit(TimeSpan after) =>
        _timer = new Timer(static limit => new Thread(((TimeLimit)limit!).Cancel) { IsBackground = true, Name = "time limit" }.Start(), this, after, Timeout.InfiniteTimeSpan);

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        // The source is left to the collector: its thread may be about to cancel it.
        _timer.Dispose();
    }

    private void Cancel()
    {
        SpareThreads.Call();
        try
        {
            _source.Cancel();
        }
#pragma warning disable CA1031 // what is cancelled tells its own caller; here nobody could hear it, and the process would end
        catch (Exception)
#pragma warning restore CA1031
        {
            // a connection that broke while it was being cancelled
        }
    }
}
