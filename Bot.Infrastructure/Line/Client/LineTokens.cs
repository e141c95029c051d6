using System.Collections.Concurrent;
using System.Text.Json;
using Bot.Domain.Kernel;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.Line.Client;

/// <summary>Stateless channel access tokens, kept for about twelve of their fifteen minutes; one is asked for at a time per town.</summary>
internal sealed partial class LineTokens(IHttpClientFactory http, LineSettings settings, TimeProvider clock, ILogger<LineTokens> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(12);

    // While LINE gives no tokens, the calls that wait share one failure and do not queue up for one each.
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TownId, Slot> _slots = new();

    public async Task<TokenAnswer> Get(LineChannel channel, CancellationToken stop)
    {
        var slot = _slots.GetOrAdd(channel.Town, _ => new Slot());
        if (slot.Fresh(clock.GetUtcNow()) is { } kept)
        {
            return kept;
        }

        await slot.Gate.WaitAsync(stop);
        try
        {
            return slot.Fresh(clock.GetUtcNow()) ?? slot.Keep(await Issue(channel, stop), clock.GetUtcNow());
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>LINE no longer takes this token; another that has been fetched since stays.</summary>
    public void Drop(LineChannel channel, string token)
    {
        if (_slots.TryGetValue(channel.Town, out var slot))
        {
            slot.Drop(token);
        }
    }

    private async Task<TokenAnswer> Issue(LineChannel channel, CancellationToken stop)
    {
        TokenAnswer answer = new TokenAnswer.None(false, "no secret");
        // In the middle of a change of secrets either may be the one that LINE knows.
        foreach (var secret in channel.Secrets)
        {
            answer = await Issue(channel, secret, stop);
            if (answer is TokenAnswer.Token or TokenAnswer.None { Refused: false })
            {
                break;
            }
        }

        if (answer is TokenAnswer.None none)
        {
            Log.NoToken(log, channel.Town.Value, none.Reason);
        }

        return answer;
    }

    private async Task<TokenAnswer> Issue(LineChannel channel, string secret, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(settings.Attempt);
        try
        {
            using var client = http.CreateClient(LineWire.Api);
            using var form = new FormUrlEncodedContent(
                [new("grant_type", "client_credentials"), new("client_id", channel.ChannelId), new("client_secret", secret)]);
            using var response = await client.PostAsync(new Uri(settings.ApiBaseUrl, "oauth2/v3/token"), form, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return response.IsSuccessStatusCode
                ? Read(body)
                : new TokenAnswer.None((int)response.StatusCode is 400 or 401 or 403, $"token {(int)response.StatusCode}");
        }
        catch (Exception trouble) when (LineWire.IsWire(trouble) && !stop.IsCancellationRequested)
        {
            return new TokenAnswer.None(false, $"token {trouble.GetType().Name}");
        }
    }

    private static TokenAnswer Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String
                && root.TryGetProperty("expires_in", out var life) && life.TryGetInt32(out var seconds)
                    ? new TokenAnswer.Token(token.GetString()!, TimeSpan.FromSeconds(seconds))
                    : new TokenAnswer.None(false, "token answer unreadable");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new TokenAnswer.None(false, "token answer unreadable");
        }
    }

    private sealed class Slot
    {
        private (TokenAnswer? Answer, DateTimeOffset Until) _now;

        public SemaphoreSlim Gate { get; } = new(1);

        public TokenAnswer? Fresh(DateTimeOffset now)
        {
            lock (Gate)
            {
                return _now.Until > now ? _now.Answer : null;
            }
        }

        public TokenAnswer Keep(TokenAnswer answer, DateTimeOffset now)
        {
            lock (Gate)
            {
                // 900 seconds are promised; should LINE shorten them, four fifths of what it says is kept.
                _now = (answer, now + (answer is TokenAnswer.Token(_, var life) ? TimeSpan.FromTicks(Math.Min(Kept.Ticks, life.Ticks * 4 / 5)) : FailureKept));
                return answer;
            }
        }

        public void Drop(string token)
        {
            lock (Gate)
            {
                _now = _now.Answer is TokenAnswer.Token(var value, _) && value == token ? default : _now;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "LINE gave {Town} no channel token: {Reason}")]
        public static partial void NoToken(ILogger log, string town, string reason);
    }
}

/// <summary>A token, or why there is none.</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer() { }

    public sealed record Token(string Value, TimeSpan Life) : TokenAnswer;

    /// <param name="Refused">LINE does not know this channel or secret.</param>
    public sealed record None(bool Refused, string Reason) : TokenAnswer;
}
