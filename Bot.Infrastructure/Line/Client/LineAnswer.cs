using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Client;

/// <summary>What came of a call that sends no messages.</summary>
public abstract record LineAnswer<T>
{
    private LineAnswer() { }

    public sealed record Ok(T Value, string? RequestId) : LineAnswer<T>;

    /// <summary>404: no such user, menu, message; also the profile of somebody who blocked the account.</summary>
    public sealed record NotFound : LineAnswer<T>;

    public sealed record RateLimited(TimeSpan After) : LineAnswer<T>;

    public sealed record Refused(int Status, string Message, Items<string> Details, string? RequestId) : LineAnswer<T>;

    public sealed record Unreachable(bool OutcomeUnknown, string Reason) : LineAnswer<T>;
}

/// <summary>The answer of a call that has nothing to say but that it was done.</summary>
public readonly record struct Done;
