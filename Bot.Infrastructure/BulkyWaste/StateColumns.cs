using System.Diagnostics;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request's state as its columns hold it. The words are the storage format: they are added to, never changed.</summary>
internal sealed record StateColumns(string State, DateTimeOffset? PayBy = null, string? Number = null, string? Obstacle = null, int? Returned = null)
{
    public static StateColumns Of(RequestState state) => state switch
    {
        RequestState.Checking => new("checking"),
        RequestState.AwaitingPayment a => new("awaiting-payment", PayBy: a.PayBy),
        RequestState.Paid p => new("paid", Number: p.Number.Digits),
        RequestState.Collected c => new("collected", Number: c.Number.Digits),
        RequestState.NotCollected n => new("not-collected", Number: n.Number.Digits, Obstacle: Slug(n.Why)),
        RequestState.Lapsed => new("lapsed"),
        RequestState.Cancelled c => new("cancelled", Returned: c.Owed?.Amount),
        RequestState.Refunded r => new("refunded", Returned: r.Amount.Amount),
        _ => throw new UnreachableException(),
    };

    public RequestState ToState() => State switch
    {
        "checking" => new RequestState.Checking(),
        "awaiting-payment" => new RequestState.AwaitingPayment(PayBy!.Value),
        "paid" => new RequestState.Paid(Parsed()),
        "collected" => new RequestState.Collected(Parsed()),
        "not-collected" => new RequestState.NotCollected(Parsed(), ParseObstacle(Obstacle!)),
        "lapsed" => new RequestState.Lapsed(),
        "cancelled" => new RequestState.Cancelled(Returned is { } owed ? new Yen(owed) : null),
        "refunded" => new RequestState.Refunded(new Yen(Returned!.Value)),
        _ => throw new InvalidDataException($"a request cannot be '{State}'"),
    };

    private CollectionNumber Parsed() => CollectionNumber.Parse(Number!) is Checked<CollectionNumber>.Good good
        ? good.Value
        : throw new InvalidDataException("a stored collection number is wrong");

    public static Obstacle ParseObstacle(string slug) => Enum.GetValues<Obstacle>().First(o => Slug(o) == slug);

    public static string Slug(Obstacle why) => why switch
    {
        Domain.BulkyWaste.Obstacle.NothingThere => "nothing-there",
        Domain.BulkyWaste.Obstacle.NoNumber => "no-number",
        Domain.BulkyWaste.Obstacle.OtherThanAsked => "other-than-asked",
        Domain.BulkyWaste.Obstacle.OutOfReach => "out-of-reach",
        _ => throw new UnreachableException(),
    };
}
