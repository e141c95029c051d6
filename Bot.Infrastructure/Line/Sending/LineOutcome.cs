using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>What an answer of LINE means to the outbox, in words for staff.</summary>
internal static class LineOutcome
{
    public static Delivery Of<T>(LineAnswer<T> answer, string what) => answer switch
    {
        LineAnswer<T>.Ok(_, var requestId) => new Delivery.Sent(requestId),
        LineAnswer<T>.RateLimited(var after) => new Delivery.Retry(after, "LINEの呼び出し速度の上限"),
        LineAnswer<T>.Unreachable(_, var reason) => new Delivery.Retry(TimeSpan.Zero, $"LINEから応答がありません ({reason})"),
        LineAnswer<T>.Refused { Status: 401 or 403 } refused => new Delivery.Retry(TimeSpan.FromMinutes(1), $"LINEが認証を拒否しました ({refused.Status})"),
        LineAnswer<T>.NotFound => new Delivery.Failed($"{what}: LINEに見つかりません"),
        LineAnswer<T>.Refused refused => new Delivery.Failed($"{what}: LINEが受け付けませんでした ({refused.Status} {refused.Message})"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
