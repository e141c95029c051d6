namespace Bot.Infrastructure.Postgres;

/// <summary>Wakes one loop; rung often while nobody waits, it wakes once. Whoever wakes looks at the state, so no ring is lost.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Ring() => Volatile.Read(ref _rung).TrySetResult();

    /// <summary>Until it is rung, or for the time given.</summary>
    internal async Task Wait(TimeSpan most, TimeProvider time, CancellationToken stop)
    {
        var rung = Volatile.Read(ref _rung);
        await rung.Task.WaitAsync(most, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
        if (rung.Task.IsCompleted)
        {
            Volatile.Write(ref _rung, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }
}
