namespace Bot.Infrastructure.Line.Client;

/// <summary>What came back from a call, before anybody reads meaning into it.</summary>
internal abstract record LineReply
{
    private LineReply() { }

    /// <param name="Whole">Whether the body came to its end; the status counts even when it did not.</param>
    /// <param name="AfterUnknown">An earlier try of this call may have taken effect.</param>
    public sealed record Answered(int Status, string? RequestId, string? AcceptedRequestId, ReadOnlyMemory<byte> Body, bool Whole, bool AfterUnknown = false)
        : LineReply
    {
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>Our own rate limit said "not now"; LINE was not asked.</summary>
    public sealed record HeldBack(TimeSpan After) : LineReply;

    public sealed record NoAnswer(bool OutcomeUnknown, string Reason) : LineReply;
}
