using System.Net;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>The Messaging API: pictures, films and recordings that residents sent. LINE deletes them after a time that it does not tell.</summary>
public sealed partial class LineClient
{
    // LINE answers 202 while it prepares the content; films take longer than pictures.
    private static readonly TimeSpan[] Polls = [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3)];

    /// <summary>Fetches a message's content, at most <paramref name="limit"/> bytes of it.</summary>
    public Task<LineContent> Content(LineChannel channel, string messageId, int limit, CancellationToken stop) =>
        Fetch(channel, $"v2/bot/message/{Segment(messageId)}/content", limit, stop);

    /// <summary>Fetches the small picture of a picture or film.</summary>
    public Task<LineContent> Preview(LineChannel channel, string messageId, int limit, CancellationToken stop) =>
        Fetch(channel, $"v2/bot/message/{Segment(messageId)}/content/preview", limit, stop);

    private async Task<LineContent> Fetch(LineChannel channel, string path, int limit, CancellationToken stop)
    {
        for (var poll = 0; ; poll++)
        {
            var content = await FetchOnce(channel, path, limit, stop);
            if (content is not LineContent.NotReady || poll == Polls.Length)
            {
                return content;
            }

            await Task.Delay(Polls[poll], _clock, stop);
        }
    }

    private async Task<LineContent> FetchOnce(LineChannel channel, string path, int limit, CancellationToken stop)
    {
        LineContent? content = null;
        var call = new LineCall(LineEndpoint.Content, HttpMethod.Get, path, Lane.Reply);
        var reply = await _wire.Stream(channel, call, async (response, attempt) =>
        {
            content = response.StatusCode == HttpStatusCode.OK ? await Read(response, limit, attempt) : null;
        }, stop);
        return reply switch
        {
            LineReply.Answered { Status: 200 } when content is not null => content,
            LineReply.Answered { Status: 202 } => new LineContent.NotReady(),
            LineReply.Answered { Status: 404 } => new LineContent.NotFound(),
            LineReply.Answered { Status: 410 } => new LineContent.Unsent(),
            LineReply.Answered { Status: 429 } => new LineContent.RateLimited(TimeSpan.FromSeconds(2)),
            // A redirect is not followed: the channel token would go with it.
            LineReply.Answered { Status: < 500 } answered => new LineContent.Refused(answered.Status),
            LineReply.Answered answered => new LineContent.Unreachable($"status {answered.Status}"),
            LineReply.HeldBack held => new LineContent.RateLimited(held.After),
            LineReply.NoAnswer none => new LineContent.Unreachable(none.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<LineContent> Read(HttpResponseMessage response, int limit, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            return new LineContent.TooLarge();
        }

        await using var incoming = await response.Content.ReadAsStreamAsync(stop);
        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int count; (count = await incoming.ReadAsync(chunk, stop)) > 0;)
        {
            // The length may be untold or untrue.
            if (bytes.Length + count > limit)
            {
                return new LineContent.TooLarge();
            }

            await bytes.WriteAsync(chunk.AsMemory(0, count), stop);
        }

        // Nothing at all under a 200 means the same as 202.
        return bytes.Length == 0
            ? new LineContent.NotReady()
            : new LineContent.Fetched(response.Content.Headers.ContentType?.MediaType, bytes.ToArray());
    }
}

/// <summary>What came of fetching content.</summary>
public abstract record LineContent
{
    private LineContent() { }

    /// <param name="ContentType">What LINE says it is; look at the bytes before believing it.</param>
    public sealed record Fetched(string? ContentType, ReadOnlyMemory<byte> Bytes) : LineContent;

    /// <summary>LINE is still preparing it; ask again later.</summary>
    public sealed record NotReady : LineContent;

    /// <summary>The resident took the message back.</summary>
    public sealed record Unsent : LineContent;

    public sealed record NotFound : LineContent;

    public sealed record TooLarge : LineContent;

    public sealed record RateLimited(TimeSpan After) : LineContent;

    public sealed record Refused(int Status) : LineContent;

    public sealed record Unreachable(string Reason) : LineContent;
}
