using Bot.Domain.Kernel;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Events;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;
using Microsoft.AspNetCore.Http.Features;

namespace Bot.Api.Webhooks;

/// <summary>
/// Where LINE delivers. 200 means "safe on disk"; LINE waits two seconds and may come again with the same events.
/// 404 unknown town · 401 not signed by this town's channel, or for another bot · 413/400 no webhook · 503 not kept, come again.
/// </summary>
public static partial class LineWebhookEndpoint
{
    public const int LargestBody = 1024 * 1024;

    /// <summary>Ids are kept so long to recognise a repetition; an older event could not be told from a new one and is dropped.</summary>
    private static readonly TimeSpan OldestEvent = TimeSpan.FromDays(35);

    /// <summary>LINE promises a minute from receipt; the last ten seconds are left for the way.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(50);

    /// <summary>A redelivered event's token is dead so long after the event.</summary>
    private static readonly TimeSpan TokenEnd = TimeSpan.FromMinutes(20);

    public static void MapLineWebhook(this IEndpointRouteBuilder app) => app.MapPost("/webhooks/line/{town}", Receive);

    private static async Task<IResult> Receive(string town, HttpContext http, LineChannels channels, InboxWriter inbox, StaffGroups groups, DatabaseClock database, TimeProvider clock, ILoggerFactory logs)
    {
        var log = logs.CreateLogger(typeof(LineWebhookEndpoint));
        if (!TownId.TryParse(town, out var id) || channels.Of(id) is not { } channel)
        {
            return Results.NotFound();
        }

        if (await Body(http.Request, http.RequestAborted) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (!channel.Signature.Verifies(body.Span, http.Request.Headers["x-line-signature"]))
        {
            Log.Refused(log, id.Value, body.Length);
            return Results.Unauthorized();
        }

        if (LineWebhook.Parse(body) is not { } delivery)
        {
            return Results.BadRequest();
        }

        if (delivery.Destination != channel.BotUserId)
        {
            Log.ForAnother(log, id.Value);
            return Results.Unauthorized();
        }

        // Until the database has told the hour, a wrong clock of our own could take new events for old ones.
        if (!await database.Set(InboxWriter.AnswerWithin, http.RequestAborted))
        {
            Log.NotKept(log, "no time", id.Value, delivery.Events.Count);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var now = clock.GetUtcNow();
        var events = Entries(delivery, now);
        try
        {
            await groups.Take(id, delivery.Events.Where(e => now - (e.Head.OccurredAt ?? now) < OldestEvent), http.RequestAborted);
            var fresh = await inbox.Write(id, events, http.RequestAborted);
            Log.Kept(log, id.Value, events.Length, fresh.Count);
            return Results.Ok();
        }
        catch (InboxUnavailableException thrown)
        {
            Log.NotKept(log, thrown.InnerException?.GetType().Name ?? "", id.Value, events.Length);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception thrown) when (DatabaseTrouble.IsOutage(thrown))
        {
            Log.NotKept(log, thrown.GetType().Name, id.Value, events.Length);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (ArgumentException)
        {
            return Results.BadRequest();
        }
    }

    /// <summary>The events of a delivery as they are kept; those that are too old are left out, and those of groups: what people say there is none of our business.</summary>
    internal static InboxEvent[] Entries(LineDelivery delivery, DateTimeOffset now) =>
        [.. delivery.Events.Where(e => !StaffGroups.IsElsewhere(e) && now - (e.Head.OccurredAt ?? now) < OldestEvent).Select(e => Entry(e, now))];

    private static InboxEvent Entry(LineEvent line, DateTimeOffset now)
    {
        var at = line.Head.OccurredAt ?? now;
        var isAlive = line.ReplyToken is not null && now - at < TokenEnd;
        return new InboxEvent(
            line.Id, line.Citizen ?? InboxEvent.Nobody, "line", at, now, line.RawJson,
            isAlive ? line.ReplyToken : null, isAlive ? now + TokenLife : null);
    }

    /// <summary>The raw bytes, as they were signed; <c>null</c> when there are too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Body(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        try
        {
            using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
            await request.Body.CopyToAsync(body, stop);
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A webhook to {Town} of {Bytes} bytes was not signed by its channel")]
        internal static partial void Refused(ILogger log, string town, int bytes);

        [LoggerMessage(LogLevel.Warning, "A webhook to {Town}, rightly signed, is for another bot")]
        internal static partial void ForAnother(ILogger log, string town);

        [LoggerMessage(LogLevel.Debug, "{Town}: {Count} events, {Fresh} of them new")]
        internal static partial void Kept(ILogger log, string town, int count, int fresh);

        [LoggerMessage(LogLevel.Error, "{Count} events of {Town} could not be kept ({Trouble}); LINE was told to come again")]
        internal static partial void NotKept(ILogger log, string trouble, string town, int count);
    }
}
