using Bot.Infrastructure.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>A silent server must not take the threads by which others are told so.</summary>
public sealed class TimeLimitTests
{
    [Test]
    public async Task What_waits_for_a_silent_server_waits_on_a_thread_of_its_own_and_the_pool_has_threads_to_spare()
    {
        using var limit = new TimeLimit(TimeSpan.FromMilliseconds(20));
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = limit.Token.Register(() => cancelled.TrySetResult(Thread.CurrentThread.IsThreadPoolThread));

        (await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
        ThreadPool.GetMinThreads(out var workers, out var ports);
        workers.ShouldBeGreaterThanOrEqualTo(48);
        ports.ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task A_limit_that_was_not_needed_cancels_nothing()
    {
        CancellationToken token;
        using (var limit = new TimeLimit(TimeSpan.FromMilliseconds(60)))
        {
            token = limit.Token;
        }

        await Task.Delay(200);
        token.IsCancellationRequested.ShouldBeFalse();
    }
}
