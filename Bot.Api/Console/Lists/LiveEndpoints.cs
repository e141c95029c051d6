using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.Lists;

/// <summary>Tells open lists that there is news: as a stream of events, and by asking where streams do not come through.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this RouteGroupBuilder console)
    {
        console.MapGet("/live", Listen).Needs(Rights.Home).WithMetadata(new Unattended());
        console.MapGet("/live/mark", Look).Needs(Rights.Home).WithMetadata(new Unattended());
    }

    private static async Task<IResult> Look(Visit visit, LiveTopics topics) => topics.Find(visit, visit.Query("topic")) is { } topic
        ? TypedResults.Json(new { mark = await topics.Latest(topic, visit.TownId, visit.Stop) })
        : TypedResults.NotFound();

    private static async Task<IResult> Listen(Visit visit, LiveTopics topics, LiveSeats seats, Database database, TimeProvider clock, IHostApplicationLifetime house)
    {
        if (topics.Find(visit, visit.Query("topic")) is not { } topic)
        {
            return TypedResults.NotFound();
        }

        using var seat = seats.Take();
        if (seat is null)
        {
            visit.Http.Response.Headers.RetryAfter = "60";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var response = visit.Http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["X-Accel-Buffering"] = "no";
        // A house that closes must not wait for those who listen.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(visit.Stop, house.ApplicationStopping);
        try
        {
            await new LiveStream(visit, topic, topics, database, clock).Run(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the house closes.
        }
        catch (Exception trouble) when (DatabaseTrouble.IsOutage(trouble))
        {
            // The stream ends; the browser asks again by itself.
        }

        return TypedResults.Empty;
    }
}

/// <summary>One reader's stream.</summary>
internal sealed class LiveStream(Visit visit, LiveTopic topic, LiveTopics topics, Database database, TimeProvider clock)
{
    /// <summary>Proxies and phones drop what is silent for longer.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>Then the browser comes anew, which spreads readers over processes again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public async Task Run(CancellationToken stop)
    {
        var (began, beaten, told) = (clock.GetTimestamp(), clock.GetTimestamp(), (string?)null);
        using var tick = new PeriodicTimer(LiveTopics.Fresh, clock);
        do
        {
            var mark = await topics.Latest(topic, visit.TownId, stop);
            if (mark != told)
            {
                await Write($"event: mark\ndata: {mark.ReplaceLineEndings(" ")}\n\n", stop);
                told = mark;
            }
            else if (clock.GetElapsedTime(beaten) >= Beat)
            {
                if (!await IsSignedIn(stop))
                {
                    await Write("event: ended\ndata: \n\n", stop);
                    return;
                }

                await Write(": beat\n\n", stop);
                beaten = clock.GetTimestamp();
            }
        }
        while (clock.GetElapsedTime(began) < Longest && await tick.WaitForNextTickAsync(stop));
    }

    private async Task<bool> IsSignedIn(CancellationToken stop) => await database.ReadInTown(
        visit.TownId, tx => SessionTable.Find(tx, visit.TownId, StaffSession.Hash(visit.Token), clock.GetUtcNow(), stop), stop) is { Alive: true };

    private async Task Write(string text, CancellationToken stop)
    {
        await visit.Http.Response.WriteAsync(text, stop);
        await visit.Http.Response.Body.FlushAsync(stop);
    }
}

/// <summary>How many may listen to this process at once; who finds no seat asks now and then.</summary>
internal sealed class LiveSeats(int most)
{
    private int _taken;

    public IDisposable? Take()
    {
        if (Interlocked.Increment(ref _taken) <= most)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Seat(LiveSeats seats) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref seats._taken);
    }
}
