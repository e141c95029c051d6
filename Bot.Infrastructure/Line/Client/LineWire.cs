using Bot.Infrastructure.Outbox;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Bot.Infrastructure.Line.Client;

/// <summary>
/// Makes calls to LINE: rate limits in front, a channel token, a time limit for each try, and repetition exactly where LINE allows it.
/// Logs endpoint, status, time and request id; never an address, since user ids stand in them.
/// </summary>
internal sealed partial class LineWire(
    IHttpClientFactory http, LineSettings settings, LineTokens tokens, LineRates rates, TimeProvider clock, ILogger<LineWire> log)
{
    public const string Api = "line-api";
    public const string Data = "line-data";

    private const int LongestBody = 4 * 1024 * 1024;

    private readonly Dictionary<Again, ResiliencePipeline<LineReply>> _pipelines =
        Enum.GetValues<Again>().ToDictionary(again => again, again => Retrying(again, settings, clock));

    private readonly ResiliencePipeline _attempt = Patience(settings.Attempt, clock);
    private readonly ResiliencePipeline _transfer = Patience(settings.Transfer, clock);

    private delegate Task<LineReply.Answered> Reader(HttpResponseMessage response, CancellationToken stop);

    /// <summary>Makes the call, as often as its endpoint allows, and reads the whole answer.</summary>
    public async Task<LineReply> Send(LineChannel channel, LineCall call, CancellationToken stop)
    {
        var unknown = false;
        var reply = await _pipelines[call.Endpoint.Again].ExecuteAsync(
            async attempt =>
            {
                var tried = await Try(channel, call, _attempt, Read, attempt);
                unknown |= tried is LineReply.NoAnswer { OutcomeUnknown: true } or LineReply.Answered { Status: >= 500 };
                return tried;
            },
            stop);
        return reply switch
        {
            LineReply.Answered answered => answered with { AfterUnknown = unknown },
            LineReply.NoAnswer none => none with { OutcomeUnknown = unknown },
            // An earlier try is out and a later one was held back.
            LineReply.HeldBack when unknown => new LineReply.NoAnswer(OutcomeUnknown: true, "held back after a lost answer"),
            _ => reply,
        };
    }

    /// <summary>Makes the call once and hands the answer over while its body is still coming.</summary>
    public Task<LineReply> Stream(LineChannel channel, LineCall call, Func<HttpResponseMessage, CancellationToken, Task> read, CancellationToken stop) =>
        Try(channel, call, _transfer, async (response, attempt) =>
        {
            await read(response, attempt);
            return Answered(response, default, whole: true);
        }, stop);

    /// <summary>Trouble of the network, as opposed to trouble of ours.</summary>
    public static bool IsWire(Exception trouble) => trouble is HttpRequestException or IOException or OperationCanceledException;

    private async Task<LineReply> Try(LineChannel channel, LineCall call, ResiliencePipeline patience, Reader read, CancellationToken stop)
    {
        if (await rates.Enter(channel.Town, call.Endpoint, call.Lane, stop) is { } wait)
        {
            Log.HeldBack(log, channel.Town.Value, call.Endpoint.Name, call.Lane);
            return new LineReply.HeldBack(wait);
        }

        // A token that has just gone out of date is exchanged once; LINE took nothing with the old one.
        for (var renewed = false; ; renewed = true)
        {
            var answer = await tokens.Get(channel, stop);
            if (answer is not TokenAnswer.Token(var token, _))
            {
                return new LineReply.NoAnswer(OutcomeUnknown: false, ((TokenAnswer.None)answer).Reason);
            }

            var reply = await Exchange(channel, call, token, patience, read, stop);
            if (reply is not LineReply.Answered { Status: 401 })
            {
                return reply;
            }

            tokens.Drop(channel, token);
            if (renewed)
            {
                return reply;
            }
        }
    }

    private async Task<LineReply> Exchange(
        LineChannel channel, LineCall call, string token, ResiliencePipeline patience, Reader read, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        LineReply reply;
        try
        {
            reply = await patience.ExecuteAsync<LineReply>(async attempt => await Once(call, token, read, attempt), stop);
        }
        catch (TimeoutRejectedException)
        {
            reply = new LineReply.NoAnswer(OutcomeUnknown: true, "timeout");
        }
        catch (OperationCanceledException late) when (late.InnerException is TimeoutException && !stop.IsCancellationRequested)
        {
            reply = new LineReply.NoAnswer(OutcomeUnknown: false, "connect timeout");
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            var reason = trouble is HttpRequestException { HttpRequestError: var error } ? error.ToString() : trouble.GetType().Name;
            reply = new LineReply.NoAnswer(!NeverLeft(trouble), reason);
        }

        Note(channel, call, reply, clock.GetElapsedTime(began).TotalMilliseconds);
        return reply;
    }

    private async Task<LineReply.Answered> Once(LineCall call, string token, Reader read, CancellationToken stop)
    {
        using var client = http.CreateClient(call.Endpoint.Data ? Data : Api);
        using var request = call.Request(settings, token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        return await read(response, stop);
    }

    private void Note(LineChannel channel, LineCall call, LineReply reply, double milliseconds)
    {
        // LINE's request id of what was sent stands in the outbox; a line for each would be most of what the bot writes.
        if (reply is LineReply.Answered answered)
        {
            Log.Answered(log, answered.Status < 400 ? LogLevel.Debug : LogLevel.Warning, channel.Town.Value, call.Endpoint.Name, answered.Status, milliseconds, answered.RequestId);
        }
        else
        {
            Log.NoAnswer(log, channel.Town.Value, call.Endpoint.Name, milliseconds, (reply as LineReply.NoAnswer)?.Reason);
        }
    }

    /// <summary>Whether the request cannot have reached LINE.</summary>
    private static bool NeverLeft(Exception trouble) => trouble is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    private static async Task<LineReply.Answered> Read(HttpResponseMessage response, CancellationToken stop)
    {
        using var body = new MemoryStream();
        var whole = true;
        try
        {
            await using var incoming = await response.Content.ReadAsStreamAsync(stop);
            var chunk = new byte[16 * 1024];
            for (int count; whole && (count = await incoming.ReadAsync(chunk, stop)) > 0;)
            {
                await body.WriteAsync(chunk.AsMemory(0, count), stop);
                whole = body.Length <= LongestBody;
            }
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            // The status has come and it decides; only what the body would have told is lost.
            whole = false;
        }

        return Answered(response, body.ToArray(), whole);
    }

    private static LineReply.Answered Answered(HttpResponseMessage response, ReadOnlyMemory<byte> body, bool whole) =>
        new((int)response.StatusCode, Header(response, "x-line-request-id"), Header(response, "x-line-accepted-request-id"), body, whole);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static ResiliencePipeline<LineReply> Retrying(Again again, LineSettings settings, TimeProvider clock) => again == Again.Never
        ? ResiliencePipeline<LineReply>.Empty
        : new ResiliencePipelineBuilder<LineReply> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<LineReply>
        {
            MaxRetryAttempts = again == Again.Once ? 1 : 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = settings.FirstDelay,
            UseJitter = true,
            // 4xx is never repeated; 409 is success.
            ShouldHandle = new PredicateBuilder<LineReply>()
                .HandleResult(reply => reply is LineReply.NoAnswer or LineReply.Answered { Status: >= 500 }),
        }).Build();

    private static ResiliencePipeline Patience(TimeSpan longest, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(longest).Build();

    private static partial class Log
    {
        [LoggerMessage(Message = "LINE {Town} {Endpoint} {Status} in {Milliseconds:0} ms ({RequestId})")]
        public static partial void Answered(ILogger log, LogLevel level, string town, string endpoint, int status, double milliseconds, string? requestId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "LINE {Town} {Endpoint} gave no answer in {Milliseconds:0} ms: {Reason}")]
        public static partial void NoAnswer(ILogger log, string town, string endpoint, double milliseconds, string? reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "LINE {Town} {Endpoint} held back by our own rate limit, lane {Lane}")]
        public static partial void HeldBack(ILogger log, string town, string endpoint, Lane lane);
    }
}
