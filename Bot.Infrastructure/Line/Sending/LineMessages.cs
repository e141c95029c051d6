using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>
/// Sends messages: by the reply token while it is fresh, else by push under the row's id. A reply cannot be asked about, so what follows a lost
/// answer depends on whether the messages must arrive or must not come twice.
/// </summary>
public sealed class LineMessages(LineClient line, LineChannels channels, TimeProvider clock)
{
    public async Task<Delivery> Send(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        if (job.Row.Citizen is not { } citizen)
        {
            return new Delivery.Failed("宛先がありません");
        }

        if (LineEnvelope.Read(job.Row.Body) is not { } envelope)
        {
            return new Delivery.Failed($"送信内容を読み取れません（{job.Row.Body.Length}バイト）");
        }

        return await ByReply(channel, job, envelope, stop) ?? await ByPush(channel, job, citizen.Value, envelope, stop);
    }

    /// <returns><c>null</c> when a push must do it.</returns>
    private async Task<Delivery?> ByReply(LineChannel channel, OutboxJob job, LineEnvelope envelope, CancellationToken stop)
    {
        if (job.Row is not { ReplyToken: { } token, ReplyUntil: { } until })
        {
            return null;
        }

        var fresh = clock.GetUtcNow() < until;
        // An earlier try, perhaps of a process that died, may have used the token. Asking again with it is harmless, a push might be a second copy.
        var tried = job.Attempts > 1 && job.FirstTriedAt < until;
        if (!fresh && !tried)
        {
            return null;
        }

        var result = await line.Reply(channel, token, envelope.Messages, job.Row.Lane, stop);
        return result switch
        {
            SendResult.InvalidReplyToken(var afterUnknown) when !(afterUnknown || tried) => null,
            // Nobody but us has this token, and its time has not run out: what used it up was our own lost try. A push would be a second copy.
            SendResult.InvalidReplyToken when fresh => new Delivery.Sent(null),
            SendResult.InvalidReplyToken when envelope.MustDeliver => null,
            SendResult.InvalidReplyToken => new Delivery.Failed("返信が届いたか確認できないため、二重送信を避けて終了しました"),
            _ => Told(result, envelope.Messages),
        };
    }

    private async Task<Delivery> ByPush(LineChannel channel, OutboxJob job, string to, LineEnvelope envelope, CancellationToken stop) =>
        Told(await line.Push(channel, to, envelope.Messages, job.Row.Id, job.Row.Lane, stop), envelope.Messages);

    internal static Delivery Told(SendResult result, ReadOnlyMemory<byte> messages) => result switch
    {
        SendResult.Sent sent => new Delivery.Sent(sent.RequestId),
        SendResult.AlreadyAccepted accepted => new Delivery.Sent(accepted.RequestId),
        SendResult.RateLimited limited => new Delivery.Retry(limited.After, "LINEの送信速度の上限"),
        SendResult.OverQuota => new Delivery.Failed("LINEの今月の送信数の上限に達しているため、送信できませんでした"),
        SendResult.Unreachable(_, var reason) => new Delivery.Retry(TimeSpan.Zero, $"LINEから応答がありません ({reason})"),
        // Somebody exchanges the secret, or the plan has lapsed: the message must outlast that.
        SendResult.Refused { Status: 401 or 403 } refused => new Delivery.Retry(TimeSpan.FromMinutes(1), $"LINEが認証を拒否しました ({refused.Status})"),
        SendResult.Refused refused => new Delivery.Failed($"LINEが受け付けませんでした ({refused.Status} {Brief(refused)}){Why(messages)}"),
        SendResult.InvalidReplyToken => new Delivery.Failed("返信用トークンが無効です"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>LINE refuses the whole request for one fault, and not always in words that tell which.</summary>
    private static string Why(ReadOnlyMemory<byte> messages) =>
        LineLimits.RequestFaults(messages) is { Count: > 0 } faults ? $"。LINEの決まりに合わない内容です: {string.Join("; ", faults.Take(5))}" : "";

    private static string Brief(SendResult.Refused refused) => LineText.CutUnits(string.Join("; ", refused.Details.Prepend(refused.Message)), 300);
}
