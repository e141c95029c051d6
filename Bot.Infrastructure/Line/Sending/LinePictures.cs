using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>A picture that a resident sent.</summary>
/// <param name="MessageId">LINE's id of the message, under which the picture is kept.</param>
public sealed record WantedPicture(TownId Town, CitizenId Resident, string MessageId);

/// <summary>Takes a picture, or the news that there will be none; must be repeatable.</summary>
public delegate Task PictureTaker(WantedPicture picture, PictureArrival arrival, CancellationToken stop);

/// <summary>
/// Fetches a picture at once, since LINE keeps it for a time that it does not tell, and hands it on drawn anew. Whatever happens, it ends: with a picture, or
/// with the reason why there is none.
/// </summary>
public sealed class LinePictures(LineClient line, LineChannels channels, PictureCleaner cleaner, TimeProvider clock, PictureTaker take)
{
    /// <summary>LINE prepares pictures within seconds; one that it still prepares then will not come.</summary>
    private static readonly TimeSpan MostPreparing = TimeSpan.FromHours(1);

    /// <summary>Before the outbox gives up, so that staff are told.</summary>
    private static readonly TimeSpan MostTrying = TimeSpan.FromHours(22);

    /// <summary>The tool may have died because the machine was overloaded; a picture on which it dies so often is meant to kill it.</summary>
    private const int MostDeaths = 3;

    /// <summary>So many are in memory at once, of ten megabytes each at most: after a fire there may be hundreds in a minute.</summary>
    private const int MostAtOnce = 16;

    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim Room = new(MostAtOnce);

    public async Task<Delivery> Fetch(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel || LineTasks.ReadContent(job.Row.Body) is not { } messageId || Resident(job.Row) is not { } resident)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        var wanted = new WantedPicture(job.Town, resident, messageId);
        if (!await Room.WaitAsync(Waiting, stop))
        {
            return new Delivery.Retry(TimeSpan.FromSeconds(2), "写真の取り寄せが混み合っています");
        }

        try
        {
            return await Fetch(channel, job, wanted, stop);
        }
        finally
        {
            Room.Release();
        }
    }

    private async Task<Delivery> Fetch(LineChannel channel, OutboxJob job, WantedPicture wanted, CancellationToken stop)
    {
        var content = await line.Content(channel, wanted.MessageId, PictureCleaner.MostBytes, stop);
        switch (content)
        {
            case LineContent.Fetched fetched:
                return await Clean(job, wanted, fetched.Bytes, stop);
            case LineContent.Unsent:
                return await Lost(wanted, PictureLoss.Unsent, stop);
            case LineContent.NotFound:
                return await Lost(wanted, PictureLoss.NotFound, stop);
            case LineContent.TooLarge:
                return await Lost(wanted, PictureLoss.TooManyBytes, stop);
            case LineContent.NotReady:
                return await Again(job, wanted, MostPreparing, TimeSpan.Zero, "LINEが写真を準備中です", stop);
            case LineContent.RateLimited(var after):
                return await Again(job, wanted, MostTrying, after, "LINEの呼び出し速度の上限", stop);
            case LineContent.Unreachable(var reason):
                return await Again(job, wanted, MostTrying, TimeSpan.Zero, $"LINEから応答がありません ({reason})", stop);
            case LineContent.Refused { Status: 401 or 403 } refused:
                return await Again(job, wanted, MostTrying, TimeSpan.FromMinutes(1), $"LINEが認証を拒否しました ({refused.Status})", stop);
            case LineContent.Refused refused:
                await take(wanted, new PictureArrival.Lost(PictureLoss.NotGiven), stop);
                return new Delivery.Failed($"LINEが写真を渡しませんでした ({refused.Status})");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Delivery> Clean(OutboxJob job, WantedPicture wanted, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var arrival = await cleaner.Clean(bytes, stop);
        switch (arrival)
        {
            case PictureArrival.NotNow(var why):
                return await Again(job, wanted, MostTrying, TimeSpan.Zero, why, stop);
            case PictureArrival.Lost(PictureLoss.Unreadable) when job.Attempts < MostDeaths:
                return new Delivery.Retry(TimeSpan.Zero, "写真の処理が途中で止まりました");
            default:
                await take(wanted, arrival, stop);
                return new Delivery.Sent(null);
        }
    }

    /// <summary>Once more later; or never, when it has been tried for so long.</summary>
    private async Task<Delivery> Again(OutboxJob job, WantedPicture wanted, TimeSpan longest, TimeSpan after, string reason, CancellationToken stop) =>
        clock.GetUtcNow() - job.FirstTriedAt < longest ? new Delivery.Retry(after, reason) : await Lost(wanted, PictureLoss.NotGiven, stop);

    private async Task<Delivery> Lost(WantedPicture wanted, PictureLoss why, CancellationToken stop)
    {
        await take(wanted, new PictureArrival.Lost(why), stop);
        return new Delivery.Sent(null);
    }

    /// <summary>The body names the resident, since a row of one would wait for that one's other pictures; rows of an older version stand under their name.</summary>
    private static CitizenId? Resident(OutboxRow row) => row.Citizen ?? (LineTasks.ReadResident(row.Body) is { } named ? new CitizenId(named) : null);
}
