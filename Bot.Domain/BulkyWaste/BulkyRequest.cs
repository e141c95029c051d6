using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What stands on one line of a request.</summary>
/// <param name="Article">The code; <c>null</c> while nobody has said what the thing counts as.</param>
/// <param name="Fee">For one piece; <c>null</c> until it is known.</param>
public sealed record RequestLine(string? Article, string? Size, LocalText? Name, int Number, Yen? Fee, string? Remark = null)
{
    public Yen? Total => Fee is { } fee ? fee * Number : null;
}

/// <summary>A request to collect bulky waste, without anything personal.</summary>
public sealed record BulkyRequest
{
    public required Guid Id { get; init; }

    public required TownId Town { get; init; }

    /// <summary>Whoever collects: the union, or the town itself.</summary>
    public required TownId Operator { get; init; }

    /// <summary>Null when the resident came to the counter and is not known by LINE.</summary>
    public required CitizenId? Citizen { get; init; }

    /// <summary>The number by which the office finds it, from the moment it was received.</summary>
    public required string Receipt { get; init; }

    public required CollectionArea Area { get; init; }

    public required DateOnly Day { get; init; }

    public required string Spot { get; init; }

    public required Items<RequestLine> Lines { get; init; }

    public required RequestState State { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The sum; <c>null</c> while a fee is missing.</summary>
    public Yen? Total => Lines.All(l => l.Fee is not null) ? Lines.Aggregate(new Yen(0), (sum, l) => sum + l.Total!.Value) : null;

    public int Pieces => Lines.Sum(l => l.Number);
}

/// <summary>A request as its resident may see and change it.</summary>
/// <param name="ChangeBy">Until when it may be changed or cancelled.</param>
/// <param name="PayPage">The address of the pay page below the town's own, while there is something to pay.</param>
public sealed record MyRequest(BulkyRequest Request, DateTimeOffset ChangeBy, string? PayPage)
{
    public bool MayMove(DateTimeOffset now) =>
        Request.State is RequestState.Checking or RequestState.AwaitingPayment or RequestState.Paid && now < ChangeBy;

    public bool MayCancel(DateTimeOffset now) => MayMove(now);
}
