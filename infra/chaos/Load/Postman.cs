using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Simulator;
using Bot.Simulator.Line;

namespace Bot.Chaos.Load;

/// <summary>
/// Brings webhooks to the bots as LINE does: signed, within two seconds, again when they were refused; and as LINE does on a bad day: 30 % of
/// them a second time, at once, later, or to another process.
/// </summary>
/// <param name="bots">Asked at each delivery, so that processes may come and go.</param>
public sealed class Postman(Func<IReadOnlyList<BotProcess>> bots, Book book, double repeated = 0.3) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private int _underway;
    private long _refused;
    private long _repeats;

    /// <summary>Told of each delivery, when it is over.</summary>
    public Action<Delivered>? Seen { get; set; }

    /// <summary>Deliveries on their way, repetitions included.</summary>
    public int Underway => Volatile.Read(ref _underway);

    /// <summary>Deliveries that were not answered with 200.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Deliveries of what had been acked or was being delivered already.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>Sends until it is acked, then perhaps again.</summary>
    /// <returns>False when the time was up first.</returns>
    public async Task<bool> Deliver(LineTown town, JsonObject written, Said said, Random random, CancellationToken stop)
    {
        var again = random.NextDouble() < repeated;
        var how = random.Next(3);
        Interlocked.Increment(ref _underway);
        try
        {
            if (again && how == 0)
            {
                _ = Repeat(town, written, said, random.Next(), TimeSpan.Zero, stop);
            }

            for (var tries = 0; !stop.IsCancellationRequested; tries++)
            {
                if (await Try(town, written, said, Choose(random), tries > 0, stop))
                {
                    if (again && how > 0)
                    {
                        _ = Repeat(town, written, said, random.Next(), how == 1 ? TimeSpan.FromMilliseconds(random.Next(20)) : TimeSpan.FromMilliseconds(random.Next(6000)), stop);
                    }

                    return true;
                }

                Interlocked.Increment(ref _refused);
                await Task.Delay(TimeSpan.FromMilliseconds((150 + random.Next(200)) * Math.Min(tries + 1, 8)), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _underway);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task Repeat(LineTown town, JsonObject written, Said said, int seed, TimeSpan after, CancellationToken stop)
    {
        Interlocked.Increment(ref _underway);
        Interlocked.Increment(ref _repeats);
        await Task.Delay(after, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Try(town, written, said, Choose(new Random(seed)), redelivery: true, stop);
        Interlocked.Decrement(ref _underway);
    }

    private BotProcess Choose(Random random)
    {
        var all = bots();
        return all[random.Next(all.Count)];
    }

    private async Task<bool> Try(LineTown town, JsonObject written, Said said, BotProcess bot, bool redelivery, CancellationToken stop)
    {
        var copy = (JsonObject)written.DeepClone();
        if (copy["deliveryContext"] is JsonObject context)
        {
            context["isRedelivery"] = redelivery;
        }

        if (said.ReplyToken is { } token && said.Acked == 0)
        {
            town.Replies.Handed(token);
        }

        var (began, status) = (Stopwatch.GetTimestamp(), 0);
        var body = Wire.Bytes(new JsonObject { ["destination"] = town.Settings.BotUserId, ["events"] = new JsonArray(copy) });
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Address, $"/webhooks/line/{town.Slug}")) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.TryAddWithoutValidation("x-line-signature", Wire.LineSignature(town.Settings.ChannelSecret, body));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            book.Ack(said);
            return true;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            status = away is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? -1 : 0;
            return false;
        }
        finally
        {
            if (!stop.IsCancellationRequested)
            {
                Seen?.Invoke(new(bot.Name, began, Stopwatch.GetElapsedTime(began), status));
            }
        }
    }
}

/// <summary>One delivery, as its sender saw it.</summary>
/// <param name="Began">A <see cref="Stopwatch"/> stamp.</param>
/// <param name="Status">What was answered; 0 for no answer within two seconds or a broken connection, -1 for one that was not taken.</param>
public sealed record Delivered(string Bot, long Began, TimeSpan Took, int Status);
