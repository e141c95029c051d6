using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Grow;

/// <summary>One town's residents: they write a few words in turn, and each waits for the answer before the next.</summary>
internal sealed class Town(string name, string secret, string destination, IReadOnlyList<Uri> webhooks, FakeLine line)
{
    private static readonly string[] Words = ["粗大ごみ", "ソファ", "やめる"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 512 }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);
    private int _sent;

    /// <exception cref="InvalidOperationException">SECRETS is missing or names fewer than two towns.</exception>
    internal static IReadOnlyList<Town> FromEnvironment(Order order, FakeLine line)
    {
        var towns = (Environment.GetEnvironmentVariable("SECRETS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(t => t.Split(':')).Where(t => t.Length == 3).Select(t => new Town(t[0], t[1], t[2], order.Webhooks, line)).ToList();
        return towns.Count >= 2 ? towns : throw new InvalidOperationException("SECRETS must name two towns: TOWN:SECRET:DESTINATION,…");
    }

    /// <summary>Events at a rate, at moments fixed beforehand; a late answer delays none of them. Times count from the planned moment.</summary>
    internal async Task<Figures> Open(double rate, TimeSpan length, int seed)
    {
        var random = new Random(seed);
        var idle = new ConcurrentQueue<Resident>(Enumerable.Range(0, Math.Max(50, (int)(rate * 5))).Select(i => new Resident($"{i}-{seed}")));
        var figures = new Figures();
        var talks = new List<Task>();
        var clock = Stopwatch.StartNew();
        var next = TimeSpan.Zero;
        while ((next += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate)) < length)
        {
            if (next - clock.Elapsed is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause);
            }

            // Everybody waits for an answer: the town cannot be quicker, and that is seen as a lost one.
            if (!idle.TryDequeue(out var resident))
            {
                figures.Lose();
                continue;
            }

            var planned = Stopwatch.GetTimestamp() - (long)((clock.Elapsed - next).TotalSeconds * Stopwatch.Frequency);
            talks.Add(Task.Run(async () =>
            {
                await Say(resident, planned, figures);
                idle.Enqueue(resident);
            }));
        }

        await Task.WhenAll(talks);
        figures.Took = length;
        return figures;
    }

    /// <summary>So many residents who write again as soon as they are answered.</summary>
    internal async Task<Figures> Closed(int users, TimeSpan length, CancellationToken stop = default)
    {
        var figures = new Figures();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, users).Select(i => Task.Run(async () =>
        {
            var resident = new Resident($"closed-{i}");
            while (clock.Elapsed < length && !stop.IsCancellationRequested)
            {
                await Say(resident, Stopwatch.GetTimestamp(), figures);
            }
        })));
        figures.Took = clock.Elapsed;
        return figures;
    }

    private async Task Say(Resident resident, long planned, Figures figures)
    {
        var number = Interlocked.Increment(ref _sent);
        var token = $"{name}-{_run}-{number}";
        var words = Words[resident.Step++ % Words.Length];
        var body = Encoding.UTF8.GetBytes($$$"""
            {"destination":"{{{destination}}}","events":[{"type":"message","mode":"active","timestamp":{{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}},"source":{"type":"user","userId":"{{{UserId(resident)}}}"},"webhookEventId":"{{{token}}}","deliveryContext":{"isRedelivery":false},"replyToken":"{{{token}}}","message":{"type":"text","id":"{{{number}}}","quoteToken":"q","text":"{{{words}}}"}}]}
            """);
        var came = line.Expect(token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(webhooks[number % webhooks.Count], name)) { Content = new ByteArrayContent(body) };
            request.Headers.Add("X-Line-Signature", Convert.ToBase64String(HMACSHA256.HashData(_key, body)));
            request.Content.Headers.ContentType = new("application/json");
            using var answer = await Http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"{answer.StatusCode}");
            }

            figures.Add(Stopwatch.GetElapsedTime(planned, await came.WaitAsync(Patience)));
        }
        catch (Exception lost) when (lost is HttpRequestException or TimeoutException or TaskCanceledException)
        {
            line.GiveUp(token);
            figures.Lose();
            await Task.Delay(100);
        }
    }

    private string UserId(Resident resident) => "U" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {_run} {resident.Name}")))[..32];

    private sealed class Resident(string name)
    {
        internal string Name => name;

        internal int Step { get; set; }
    }
}
