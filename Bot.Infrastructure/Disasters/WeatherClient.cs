using System.Net;
using System.Net.Http.Headers;

namespace Bot.Infrastructure.Disasters;

/// <param name="FeedBaseUrl">Where the feeds lie, with a slash at its end; <c>null</c> when no warnings are to be fetched.</param>
/// <param name="Every">How often each feed is asked. The agency renews them every minute.</param>
public sealed record WeatherSettings(Uri? FeedBaseUrl, TimeSpan Every);

/// <summary>What a feed answered.</summary>
public abstract record FeedAnswer
{
    private FeedAnswer() { }

    /// <summary>Nothing since the last time.</summary>
    public sealed record Same : FeedAnswer;

    public sealed record Fresh(byte[] Body, string? ETag, string? Modified) : FeedAnswer;
}

/// <summary>Fetches from the weather agency: from the one host that is set, no further than it says, and no more than fits.</summary>
public sealed class WeatherClient(IHttpClientFactory wires, WeatherSettings settings)
{
    public const string HttpClientName = "weather";

    private const int LargestFeed = 4 * 1024 * 1024;
    private const int LargestReport = 2 * 1024 * 1024;

    /// <summary>For the whole answer, to its last byte.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="HttpRequestException">It did not answer, or not with a feed.</exception>
    public async Task<FeedAnswer> Feed(string name, string? etag, string? modified, CancellationToken stop)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.FeedBaseUrl!, $"{name}.xml"));
        if (etag is not null && EntityTagHeaderValue.TryParse(etag, out var tag))
        {
            ask.Headers.IfNoneMatch.Add(tag);
        }

        if (modified is not null && DateTimeOffset.TryParse(modified, System.Globalization.CultureInfo.InvariantCulture, out var since))
        {
            ask.Headers.IfModifiedSince = since;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        using var answer = await Send(ask, limit.Token);
        return answer.StatusCode == HttpStatusCode.NotModified
            ? new FeedAnswer.Same()
            : new FeedAnswer.Fresh(await Body(answer, LargestFeed, limit.Token), answer.Headers.ETag?.ToString(), answer.Content.Headers.LastModified?.ToString("r"));
    }

    /// <param name="address">One that <see cref="WeatherFeed"/> has let through.</param>
    /// <exception cref="HttpRequestException">It did not answer, or with too much.</exception>
    public async Task<byte[]> Report(Uri address, CancellationToken stop)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        using var answer = await Send(ask, limit.Token);
        return await Body(answer, LargestReport, limit.Token);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage ask, CancellationToken stop)
    {
        var answer = await wires.CreateClient(HttpClientName).SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotModified)
        {
            return answer;
        }

        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new HttpRequestException($"status {status}");
    }

    /// <summary>What an answer says of its own length is not believed.</summary>
    private static async Task<byte[]> Body(HttpResponseMessage answer, int most, CancellationToken stop)
    {
        if (answer.StatusCode == HttpStatusCode.NotModified)
        {
            throw new HttpRequestException("status 304");
        }

        await using var from = await answer.Content.ReadAsStreamAsync(stop);
        using var to = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, stop)) > 0;)
        {
            if (to.Length + read > most)
            {
                throw new HttpRequestException("too large");
            }

            to.Write(buffer.AsSpan(0, read));
        }

        return to.ToArray();
    }
}
