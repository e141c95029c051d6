using System.Net.Http.Headers;

namespace Bot.Simulator.Delivery;

/// <summary>Brings webhooks of one wire to the bot, as well or as badly as its habits say.</summary>
public sealed class Courier : IDisposable
{
    private readonly HttpClient http;
    private readonly SimulatorClock clock;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Task> lanes = new(StringComparer.Ordinal);
    private readonly List<Task<Delivered>> underway = [];
    private readonly List<(Parcel Parcel, TaskCompletionSource<Delivered> Done)> held = [];
    private readonly List<Attempt> attempts = [];
    private readonly Random random;
    private bool holding;

    internal Courier(WebhookHabits habits, SimulatorClock clock)
    {
        Habits = habits;
        this.clock = clock;
        random = new Random(habits.Seed);
        // no proxy, no redirects: a webhook goes exactly where it is sent
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public WebhookHabits Habits { get; }

    public IReadOnlyList<Attempt> Attempts { get { lock (gate) { return [.. attempts]; } } }

    /// <summary>From now on webhooks wait until they are released.</summary>
    public void Hold()
    {
        lock (gate) { holding = true; }
    }

    /// <summary>Sends what was held, in the order asked for, and stops holding.</summary>
    public Task Release(ReleaseOrder order = ReleaseOrder.AsSent)
    {
        lock (gate)
        {
            holding = false;
            return Flush(order);
        }
    }

    /// <summary>Waits until nothing is under way (redeliveries included).</summary>
    public async Task Idle()
    {
        while (true)
        {
            Task[] open;
            lock (gate) { open = [.. underway.Where(t => !t.IsCompleted), .. held.Where(_ => !holding).Select(h => h.Done.Task)]; }
            if (open.Length == 0) return;
            await Task.WhenAll(open);
        }
    }

    internal Task<Delivered> Send(Parcel parcel)
    {
        lock (gate)
        {
            if (!holding && Habits.ReorderWindow <= 1) return Start(parcel);
            var done = new TaskCompletionSource<Delivered>(TaskCreationOptions.RunContinuationsAsynchronously);
            held.Add((parcel, done));
            if (!holding && held.Count >= Habits.ReorderWindow) _ = Flush(ReleaseOrder.Shuffled);
            else if (!holding && held.Count == 1) _ = FlushSoon();
            return done.Task;
        }
    }

    private async Task FlushSoon()
    {
        await Task.Delay(500, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate) { if (!holding) _ = Flush(ReleaseOrder.Shuffled); }
    }

    private Task Flush(ReleaseOrder order)
    {
        var parcels = held.ToArray();
        held.Clear();
        if (order == ReleaseOrder.Reversed) Array.Reverse(parcels);
        if (order == ReleaseOrder.Shuffled) random.Shuffle(parcels);
        return Task.WhenAll(parcels.Select(async p => p.Done.SetResult(await Start(p.Parcel, lane: "released"))));
    }

    private Task<Delivered> Start(Parcel parcel, string? lane = null)
    {
        lock (gate)
        {
            var key = lane ?? parcel.Lane;
            var first = First(parcel, lanes.GetValueOrDefault(key, Task.CompletedTask));
            lanes[key] = first;
            var whole = Rest(parcel, first);
            underway.RemoveAll(t => t.IsCompleted);
            underway.Add(whole);
            return whole;
        }
    }

    private async Task<int> First(Parcel parcel, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        return await Try(parcel, redelivery: false);
    }

    private async Task<Delivered> Rest(Parcel parcel, Task<int> first)
    {
        var status = await first;
        var count = 1;
        if (Good(status) && Roll(Habits.DuplicateRate))
        {
            await Try(parcel, redelivery: false);
            count++;
        }

        for (var again = 1; !Good(status) && Habits.Redeliver && again <= Habits.MaxRedeliveries && !stopping.IsCancellationRequested; again++)
        {
            await Task.Delay(Habits.RedeliveryDelay * again, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            status = await Try(parcel, redelivery: true);
            count++;
        }

        return new(Good(status), count, status);
    }

    private static bool Good(int status) => status is >= 200 and < 300;

    private bool Roll(double rate)
    {
        lock (gate) { return rate > 0 && random.NextDouble() < rate; }
    }

    private async Task<int> Try(Parcel parcel, bool redelivery)
    {
        var (status, problem) = (0, (string?)null);
        try
        {
            if (parcel.Address() is not { Length: > 0 } address) problem = "no webhook address";
            else
            {
                var body = parcel.Body(redelivery);
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
                foreach (var (name, value) in parcel.Headers(body)) request.Headers.TryAddWithoutValidation(name, value);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
                patience.CancelAfter(Habits.Timeout);
                using var response = await http.SendAsync(request, patience.Token);
                status = (int)response.StatusCode;
                if (!Good(status)) problem = "error_status_code";
            }
        }
        catch (HttpRequestException) { problem = "could_not_connect"; }
        catch (OperationCanceledException) { problem = "request_timeout"; }
        catch (UriFormatException) { problem = "unclassified"; }
        lock (gate)
        {
            if (attempts.Count > 50_000) attempts.RemoveRange(0, 10_000);
            attempts.Add(new(clock.GetUtcNow(), parcel.Town, parcel.Label, status, redelivery, problem));
        }

        return status;
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }
}
