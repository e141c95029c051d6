using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bot.Grow;

/// <summary>LINE as far as a measurement needs it: takes replies and says when each came.</summary>
internal sealed class FakeLine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _waiting = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly TimeSpan _latency;
    private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.Ordinal);
    private int _twice;
    private int _late;

    private FakeLine(WebApplication app, TimeSpan latency) => (_app, _latency) = (app, latency);

    /// <summary>Replies whose token was used already.</summary>
    internal int Twice => Volatile.Read(ref _twice);

    /// <summary>First replies that nobody waits for any more.</summary>
    internal int Late => Volatile.Read(ref _late);

    /// <param name="latency">How long each call takes.</param>
    internal static async Task<FakeLine> Start(int port, TimeSpan latency)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var line = new FakeLine(app, latency);
        app.Run(line.Answer);
        await app.StartAsync();
        return line;
    }

    /// <summary>The moment when the reply with this token came (<see cref="Stopwatch"/> ticks).</summary>
    internal Task<long> Expect(string token)
    {
        var came = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[token] = came;
        return came.Task;
    }

    internal void GiveUp(string token) => _waiting.TryRemove(token, out _);

    /// <summary>Answers what is under way first: a reply whose answer is cut off is sent again, and the next run would see it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Delay(_latency + TimeSpan.FromMilliseconds(500));
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-line-request-id"] = "grow";
        if (path.Contains("/oauth2/", StringComparison.Ordinal))
        {
            await http.Response.WriteAsync("""{"token_type":"Bearer","access_token":"grow","expires_in":900}""");
            return;
        }

        if (path.EndsWith("/message/reply", StringComparison.Ordinal))
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            var token = body.RootElement.GetProperty("replyToken").GetString() ?? "";
            if (!_answered.TryAdd(token, true))
            {
                Interlocked.Increment(ref _twice);
            }
            else if (_waiting.TryRemove(token, out var came))
            {
                came.TrySetResult(Stopwatch.GetTimestamp());
            }
            else
            {
                Interlocked.Increment(ref _late);
            }

            await Task.Delay(_latency, http.RequestAborted);
            await http.Response.WriteAsync("""{"sentMessages":[{"id":"1","quoteToken":"q"}]}""");
            return;
        }

        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(
            path.Contains("/profile/", StringComparison.Ordinal) ? """{"userId":"U","displayName":"x","language":"ja"}""" : "{}"), http.RequestAborted);
    }
}
