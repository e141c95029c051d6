using System.Diagnostics;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request's state as its columns hold it. The words are the storage format: they are added to, never changed.</summary>
internal sealed record StateColumns(
    string State, DateTimeOffset? PayBy = null, string? Number = null, string? Obstacle = null, int? Returned = null, int ReturnedPart = 0,
    int? DueAmount = null, DateTimeOffset? DueBy = null, bool DueOver = false)
{
    public static StateColumns Of(RequestState state) => state switch
    {
        RequestState.Checking => new("checking"),
        RequestState.AwaitingPayment a => new("awaiting-payment", PayBy: a.PayBy),
        RequestState.Paid p => new("paid", Number: p.Number.Digits),
        RequestState.AwaitingTopUp t => new StateColumns("awaiting-top-up", Number: t.Number.Digits, Obstacle: t.Left is { } left ? Slug(left) : null).With(t.Due),
        RequestState.Collected c => new StateColumns("collected", Number: c.Number.Digits).With(c.Due),
        RequestState.NotCollected n => new("not-collected", Number: n.Number.Digits, Obstacle: Slug(n.Why)),
        RequestState.Lapsed => new("lapsed"),
        RequestState.Cancelled c => new("cancelled", Returned: c.Owed?.Amount, ReturnedPart: c.Returned.Amount),
        RequestState.Refunded r => new("refunded", Returned: r.Amount.Amount),
        _ => throw new UnreachableException(),
    };

    public RequestState ToState() => State switch
    {
        "checking" => new RequestState.Checking(),
        "awaiting-payment" => new RequestState.AwaitingPayment(PayBy!.Value),
        "paid" => new RequestState.Paid(Parsed()),
        "awaiting-top-up" => new RequestState.AwaitingTopUp(Parsed(), Due()!, Obstacle is null ? null : Why()),
        "collected" => new RequestState.Collected(Parsed(), Due()),
        "not-collected" => new RequestState.NotCollected(Parsed(), Why()),
        "lapsed" => new RequestState.Lapsed(),
        "cancelled" => new RequestState.Cancelled(Returned is { } owed ? new Yen(owed) : null, new Yen(ReturnedPart)),
        "refunded" => new RequestState.Refunded(new Yen(Returned!.Value)),
        _ => throw new InvalidDataException($"a request cannot be '{State}'"),
    };

    private StateColumns With(TopUp? due) => due is null ? this : this with { DueAmount = due.Amount.Amount, DueBy = due.PayBy, DueOver = due.IsOver };

    private TopUp? Due() => DueAmount is { } amount ? new TopUp(new Yen(amount), DueBy!.Value, DueOver) : null;

    private Obstacle Why() => ParseObstacle(Obstacle!);

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
