using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Stripe;
using Microsoft.AspNetCore.Http.Features;

namespace Bot.Api.Webhooks;

/// <summary>What Stripe tells: verified over its raw bytes, stored once, answered at once; the clerk deals with it afterwards.</summary>
public static partial class StripeWebhook
{
    public const int LargestBody = 1024 * 1024;

    /// <summary>Whoever delivers is told in time to come again, also by a database that has fallen silent.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(450);

    public static void MapStripeWebhook(this IEndpointRouteBuilder app) => app.MapPost("/webhooks/stripe/{town}", Receive);

    private static async Task<IResult> Receive(
        string town, HttpRequest request, IPaymentAgent agent, Database database, Sealer sealer, PaymentBell bell, FailPoints points, TimeProvider clock, ILoggerFactory logs)
    {
        var (stop, log) = (request.HttpContext.RequestAborted, logs.CreateLogger(typeof(StripeWebhook)));
        if (await Read(request, stop) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var now = clock.GetUtcNow();
        if (!TownId.TryParse(town, out var id)
            || !agent.Verifies(id, request.Headers[StripeSignature.Header], body.Span, now)
            || agent.Name(body) is not { } told)
        {
            Log.Refused(log, body.Length);
            return Results.BadRequest();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await points.Reach("stripe-before-write");
            // Not merely cancelled: a silent server would not notice, and its connection takes a while to be given up.
            var isNew = await database.InTown(id, tx => PaymentEventTable.Add(tx, sealer, id, told.Id, told.Type, body, now, limit.Token), limit.Token)
                .WaitAsync(AnswerWithin, stop);
            await points.Reach("stripe-after-write");
            Log.Stored(log, id.Value, told.Id, told.Type, isNew);
            bell.Ring();
            return Results.Ok();
        }
        catch (Exception trouble) when (trouble is TimeoutException || DatabaseTrouble.IsOutage(trouble) || DatabaseTrouble.IsCollision(trouble))
        {
            await limit.CancelAsync();
            // Not stored, so not taken: Stripe brings it again.
            Log.NotStored(log, trouble, id.Value, told.Id);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The raw bytes; null when there are too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, CancellationToken stop)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, stop);
            return body.Length > LargestBody ? null : body.ToArray();
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook for Stripe's address was refused ({Bytes} bytes): its signature or its shape is wrong")]
        public static partial void Refused(ILogger log, int bytes);

        [LoggerMessage(Level = LogLevel.Information, Message = "Payment event {Event} ({Type}) of {Town} stored (new: {IsNew})")]
        public static partial void Stored(ILogger log, string town, string @event, string type, bool isNew);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Payment event {Event} of {Town} could not be stored: the database is away")]
        public static partial void NotStored(ILogger log, Exception trouble, string town, string @event);
    }
}
