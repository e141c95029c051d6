using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Pictures;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>What our own questions to LINE bring back: a language, a picture.</summary>
internal sealed partial class Arrivals(InboxWriter inbox, Database database, Sealer sealer, TimeProvider clock, ILogger<Arrivals> log)
{
    /// <summary>A guess at the language comes to the talk as an event of its own, in its turn.</summary>
    internal async Task Take(OutboxJob job, Language language, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var learned = new InboxEvent(
            $"profile-{job.Row.Id}", job.Row.Citizen!.Value, "system", now, now, InputCodec.Write(new Input.Learned(language)), ReplyToken: null, ReplyUntil: null);
        await inbox.Write(job.Town, [learned], stop);
    }

    internal async Task Take(OutboxJob job, string messageId, PictureArrival arrival, CancellationToken stop)
    {
        switch (arrival)
        {
            case PictureArrival.Arrived(var picture):
                await database.InTown(job.Town, tx => PhotoTable.Add(
                    tx, sealer, job.Town, messageId, job.Row.Citizen!.Value, picture.ContentType, picture.Bytes, clock.GetUtcNow(), stop), stop);
                break;
            case PictureArrival.Lost(var why):
                Log.Lost(log, job.Town.Value, why);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A picture sent to {Town} could not be had: {Why}")]
        internal static partial void Lost(ILogger log, string town, PictureLoss why);
    }
}
