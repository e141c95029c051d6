using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Pictures;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>Takes a picture, or the news that there will be none; must be repeatable.</summary>
public delegate Task PictureTaker(OutboxJob job, string messageId, PictureArrival arrival, CancellationToken stop);

/// <summary>Fetches a picture at once, since LINE keeps it for a time that it does not tell, and hands it on without metadata.</summary>
public sealed class LinePictures(LineClient line, LineChannels channels, PictureTaker take)
{
    public async Task<Delivery> Fetch(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel || LineTasks.ReadContent(job.Row.Body) is not { } messageId)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        var content = await line.Content(channel, messageId, PictureCleaner.MostBytes, stop);
        var arrival = content switch
        {
            LineContent.Fetched fetched => PictureCleaner.Clean(fetched.Bytes),
            LineContent.Unsent => new PictureArrival.Lost(PictureLoss.Unsent),
            LineContent.NotFound => new PictureArrival.Lost(PictureLoss.NotFound),
            LineContent.TooLarge => new PictureArrival.Lost(PictureLoss.TooManyBytes),
            _ => null,
        };
        if (arrival is not null)
        {
            await take(job, messageId, arrival, stop);
            return new Delivery.Sent(null);
        }

        return content switch
        {
            LineContent.NotReady => new Delivery.Retry(TimeSpan.FromSeconds(5), "LINEが写真を準備中です"),
            LineContent.RateLimited(var after) => new Delivery.Retry(after, "LINEの呼び出し速度の上限"),
            LineContent.Unreachable(var reason) => new Delivery.Retry(TimeSpan.Zero, $"LINEから応答がありません ({reason})"),
            LineContent.Refused { Status: 401 or 403 } refused => new Delivery.Retry(TimeSpan.FromMinutes(1), $"LINEが認証を拒否しました ({refused.Status})"),
            LineContent.Refused refused => new Delivery.Failed($"LINEが写真を渡しませんでした ({refused.Status})"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
