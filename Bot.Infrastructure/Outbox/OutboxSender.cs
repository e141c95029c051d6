using System.Diagnostics;
using System.Threading.Channels;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Outbox;

/// <summary>Does what is in the outbox: takes rows from the hands of this process and calls their handlers, lane by lane.</summary>
internal sealed partial class OutboxSender(
    OutboxHands hands, OutboxMarks marks, IReadOnlyDictionary<string, OutboxHandler> handlers, OutboxDoorbell doorbell, DatabaseClock clock,
    Pulse pulse, FailPoints points, ILogger<OutboxSender> log) : BackgroundService
{
    /// <summary>A handler has at least so long before its lease ends.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _hard = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            from lane in Enum.GetValues<Lane>()
            from _ in Enumerable.Range(0, hands.Room.Of(lane))
            select Work(lane, stoppingToken));

    /// <summary>Finishes the calls under way, then gives back what was not begun, so that another process has it at once.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _hard.CancelAfter(TimeSpan.FromSeconds(10));
        hands.Shut();
        await base.StopAsync(cancellationToken);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await Task.WhenAll(hands.All().Select(held => Release(held, limit.Token)));
    }

    public override void Dispose()
    {
        _hard.Dispose();
        base.Dispose();
    }

    private async Task Work(Lane lane, CancellationToken stop)
    {
        try
        {
            while (await hands.Lane(lane).Take() is var line && !stop.IsCancellationRequested)
            {
                await Send(line);
            }
        }
        catch (ChannelClosedException)
        {
            // shut and empty
        }
        catch (OperationCanceledException) when (_hard.IsCancellationRequested)
        {
            // broken off: what is still in our hands is given back
        }
    }

    private async Task Send(OutboxHands.Line line)
    {
        var held = hands.First(line);
        if (await Try(held) is not { } delivery)
        {
            // The lease was lost: whoever has it now sends the row, and what follows it must wait in the table.
            var left = hands.Close(line, held);
            hands.Forget(held);
            await Task.WhenAll(left.Select(f => Release(f, _hard.Token)));
            hands.Written(line);
            return;
        }

        var mark = Fated(held, delivery);
        if (mark.Fate is Fate.Retry or Fate.Release)
        {
            var following = hands.Close(line, held);
            await Task.WhenAll(following.Select(f => Release(f, _hard.Token)).Append(Settle(mark)));
            hands.Written(line);
            return;
        }

        hands.Advance(line, held);
        await Settle(mark);
    }

    /// <returns>What the handler said; null when the row is no longer ours.</returns>
    private async Task<Delivery?> Try(HeldRow held)
    {
        if (clock.Now - held.Row.FirstTriedAt >= RetryTable.GiveUpAfter)
        {
            return new Delivery.Failed("given up after 23 hours");
        }

        // Whoever slept, or was cut off from the database, may have been given up meanwhile: it beats first, and then asks what is still its own.
        if (!pulse.Covers(held.Row.Stamp))
        {
            await pulse.Sure(_hard.Token);
        }

        if ((Left(held) < Least || !pulse.Covers(held.Row.Stamp)) && !await Renew(held))
        {
            Log.Lost(log, held.Row.Town.Value, held.Row.Row.Kind);
            return null;
        }

        var row = held.Row;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_hard.Token);
        limit.CancelAfter(Left(held) - Margin);
        try
        {
            // Whoever does not listen to the token is left behind: its result would come after the lease and count for nothing.
            await points.Reach("before-send");
            var delivery = await handlers[row.Row.Kind](new(row.Town, row.Row, row.Attempts, row.FirstTriedAt), limit.Token).WaitAsync(limit.Token);
            await points.Reach("after-send-before-mark");
            return delivery;
        }
#pragma warning disable CA1031 // a handler's fault is one row's misfortune
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.Threw(log, thrown, row.Town.Value, row.Row.Kind, row.Attempts);
            return new Delivery.Retry(TimeSpan.Zero, thrown.GetType().Name);
        }
    }

    private Mark Fated(HeldRow held, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Sent sent:
                return new(held, Fate.Sent, RequestId: sent.RequestId);

            case Delivery.Failed failed:
                Log.Failed(log, held.Row.Town.Value, held.Row.Row.Kind, failed.Reason);
                return new(held, Fate.Failed, Reason: failed.Reason);

            case Delivery.Retry retry:
                var pause = retry.After > TimeSpan.Zero ? retry.After : RetryTable.Pause(held.Row.Attempts);
                var due = clock.Now + pause;
                if (due - held.Row.FirstTriedAt >= RetryTable.GiveUpAfter)
                {
                    Log.Failed(log, held.Row.Town.Value, held.Row.Row.Kind, retry.Reason);
                    return new(held, Fate.Failed, Reason: $"given up after 23 hours: {retry.Reason}");
                }

                return new(held, Fate.Retry, due, retry.Reason);

            default:
                throw new UnreachableException();
        }
    }

    private async Task Settle(Mark mark)
    {
        if (!await marks.Set(mark, _hard.Token))
        {
            Log.Fenced(log, mark.Hand.Row.Town.Value, mark.Hand.Row.Row.Kind);
        }

        hands.Forget(mark.Hand, through: mark.Fate is Fate.Sent or Fate.Failed);
        if (mark.Hand.Claimed)
        {
            doorbell.Ring(mark.Hand.Row.Town);
        }
    }

    private async Task Release(HeldRow held, CancellationToken stop)
    {
        try
        {
            await marks.Set(new(held, Fate.Release, clock.Now), stop);
        }
        catch (OperationCanceledException)
        {
            // The database is away: the lease runs out by itself.
            return;
        }

        hands.Forget(held);
    }

    private async Task<bool> Renew(HeldRow held)
    {
        var stamp = hands.Stamp();
        if (!await marks.Set(new(held, Fate.Renew, clock.Now + OutboxTable.Lease), _hard.Token))
        {
            return false;
        }

        hands.Renewed(held, stamp);
        return true;
    }

    private TimeSpan Left(HeldRow held) => OutboxTable.Lease - clock.Since(held.Row.Stamp);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A row of {Town} ({Kind}) was taken over by another process before it was sent")]
        internal static partial void Lost(ILogger logger, string town, string kind);

        [LoggerMessage(LogLevel.Warning, "A row of {Town} ({Kind}) was taken over while it was being sent; our result is set aside")]
        internal static partial void Fenced(ILogger logger, string town, string kind);

        [LoggerMessage(LogLevel.Error, "A handler failed for {Town} ({Kind}) at attempt {Attempt}")]
        internal static partial void Threw(ILogger logger, Exception thrown, string town, string kind, int attempt);

        [LoggerMessage(LogLevel.Error, "A row of {Town} ({Kind}) will not be sent: {Reason}")]
        internal static partial void Failed(ILogger logger, string town, string kind, string reason);
    }
}
