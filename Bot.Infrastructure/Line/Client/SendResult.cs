using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Client;

/// <summary>What became of messages that were handed to LINE. Accepted is not delivered: for blocked accounts LINE answers 200 and drops them.</summary>
public abstract record SendResult
{
    private SendResult() { }

    public sealed record Sent(string? RequestId, Items<string> MessageIds) : SendResult;

    /// <summary>An earlier try under the same retry key was accepted; <paramref name="RequestId"/> is that one's.</summary>
    public sealed record AlreadyAccepted(string? RequestId, Items<string> MessageIds) : SendResult;

    /// <param name="AfterUnknown">An earlier try may have used the token up, and then the messages have arrived.</param>
    public sealed record InvalidReplyToken(bool AfterUnknown) : SendResult;

    /// <summary>Too many calls just now, by LINE's count or by ours.</summary>
    public sealed record RateLimited(TimeSpan After) : SendResult;

    /// <summary>The month's messages are used up.</summary>
    public sealed record OverQuota : SendResult;

    public sealed record Refused(int Status, string Message, Items<string> Details, string? RequestId) : SendResult;

    /// <param name="OutcomeUnknown">LINE may have accepted it all the same.</param>
    public sealed record Unreachable(bool OutcomeUnknown, string Reason) : SendResult;
}
