using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Sending;
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

    /// <summary>A picture is kept, or the reason why there is none; once, however often it comes.</summary>
    internal async Task Take(WantedPicture wanted, PictureArrival arrival, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        switch (arrival)
        {
            case PictureArrival.Arrived(var picture):
                await database.InTown(wanted.Town, tx => PhotoTable.Add(tx, sealer, wanted.Town, wanted.MessageId, wanted.Resident, picture, now, stop), stop);
                break;
            case PictureArrival.Lost(PictureLoss.Unsent):
                await database.InTown(wanted.Town, tx => PhotoTable.Erase(tx, wanted.Town, wanted.MessageId, now, stop), stop);
                break;
            case PictureArrival.Lost(var why):
                Log.Lost(log, wanted.Town.Value, why);
                await database.InTown(wanted.Town, tx => PhotoTable.Lose(tx, wanted.Town, wanted.MessageId, wanted.Resident, why, now, stop), stop);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A picture sent to {Town} could not be had: {Why}")]
        internal static partial void Lost(ILogger log, string town, PictureLoss why);
    }
}
