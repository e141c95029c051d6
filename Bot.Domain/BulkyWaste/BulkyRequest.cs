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

    /// <summary>What the town lets off the fees.</summary>
    public Waiver? Waiver { get; init; }

    /// <summary>The fees of all lines; <c>null</c> while one is missing.</summary>
    public Yen? Fees => Lines.All(l => l.Fee is not null) ? Lines.Aggregate(new Yen(0), (sum, l) => sum + l.Total!.Value) : null;

    /// <summary>What is to be paid for it; <c>null</c> while a fee is missing.</summary>
    public Yen? Total => Fees is { } fees ? new Yen(Math.Max(0, fees.Amount - (Waiver?.Amount.Amount ?? 0))) : null;

    /// <summary>What has been paid for it and stays; nothing is held of a request that has ended without collection.</summary>
    public Yen Held => State switch
    {
        RequestState.Paid or RequestState.NotCollected or RequestState.Collected { Due: null } => Total ?? new Yen(0),
        RequestState.AwaitingTopUp { Due: var due } => new Yen((Total?.Amount ?? 0) - due.Amount.Amount),
        RequestState.Collected { Due: { } due } => new Yen((Total?.Amount ?? 0) - due.Amount.Amount),
        _ => new Yen(0),
    };

    public int Pieces => Lines.Sum(l => l.Number);
}

/// <summary>A request as its resident may see and change it.</summary>
/// <param name="ChangeBy">Until when it may be changed or cancelled.</param>
/// <param name="PayPage">The address of the pay page below the town's own, while there is something to pay.</param>
public sealed record MyRequest(BulkyRequest Request, DateTimeOffset ChangeBy, string? PayPage)
{
    public bool MayMove(DateTimeOffset now) =>
        Request.State is RequestState.Checking or RequestState.AwaitingPayment or RequestState.Paid or RequestState.AwaitingTopUp { Left: null } && now < ChangeBy;

    public bool MayCancel(DateTimeOffset now) => MayMove(now);

    /// <summary>What was left standing may be collected on another day once all is paid.</summary>
    public bool MayRebook => Request.State is RequestState.NotCollected;

    /// <summary>What was left standing may be given up for the money.</summary>
    public bool MayGiveUp => Request.State is RequestState.NotCollected or RequestState.AwaitingTopUp { Left: not null };
}
