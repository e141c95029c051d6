using System.Diagnostics;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.RequestNews;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Domain.BulkyWaste;

/// <summary>What must be done beside keeping the new state.</summary>
public enum RequestOrder
{
    /// <summary>Give the place on the day of collection free.</summary>
    FreePlace,

    AskMoney,

    /// <summary>Nobody may pay any more what was asked last.</summary>
    WithdrawMoney,

    /// <summary>All that was paid.</summary>
    ReturnMoney,

    /// <summary>What was paid too much.</summary>
    ReturnPart,

    /// <summary>Ring on the evening before.</summary>
    Remind,

    /// <summary>Tell the resident.</summary>
    Tell,
}

/// <summary>A request's state after some news, and what follows from it.</summary>
public sealed record RequestTurn(RequestState Next, Items<RequestOrder> Orders);

/// <summary>What news does to a request. Total: news may come twice, late and in any order, and what does not fit changes nothing.</summary>
public static class RequestRules
{
    public static RequestTurn Apply(this RequestState was, RequestNews news) => (was, news) switch
    {
        (Checking, Quoted q) => new(new AwaitingPayment(q.PayBy), [RequestOrder.AskMoney, RequestOrder.Tell]),
        (AwaitingPayment, Quoted q) => new(new AwaitingPayment(q.PayBy), [RequestOrder.WithdrawMoney, RequestOrder.AskMoney, RequestOrder.Tell]),
        (Checking, FeeWaived w) => new(new Paid(w.Number), [RequestOrder.Remind, RequestOrder.Tell]),
        (AwaitingPayment, FeeWaived w) => new(new Paid(w.Number), [RequestOrder.WithdrawMoney, RequestOrder.Remind, RequestOrder.Tell]),

        (AwaitingPayment, Settled s) => new(new Paid(s.Number), [RequestOrder.Remind, RequestOrder.Tell]),
        (AwaitingPayment, PayByPassed) => new(new Lapsed(), [RequestOrder.WithdrawMoney, RequestOrder.FreePlace, RequestOrder.Tell]),

        (Checking, NeverQuoted) => new(new Lapsed(), [RequestOrder.FreePlace, RequestOrder.Tell]),

        (Checking, CancelledByResident or CancelledByStaff) => new(new Cancelled(null), [RequestOrder.FreePlace, RequestOrder.Tell]),
        (AwaitingPayment, CancelledByResident or CancelledByStaff) =>
            new(new Cancelled(null), [RequestOrder.WithdrawMoney, RequestOrder.FreePlace, RequestOrder.Tell]),
        (Paid or AwaitingTopUp or NotCollected, CancelledByResident c) => GiveBack(was, c.Paid),
        (Paid or AwaitingTopUp or NotCollected, CancelledByStaff c) => GiveBack(was, c.Paid),

        (AwaitingPayment, CostsTheSame) => new(was, [RequestOrder.Tell]),
        (Paid or NotCollected or AwaitingTopUp or Collected, CostsMore or CostsLess or CostsTheSame) => Reprice(was, news),
        (AwaitingTopUp t, TopUpPaid) => t.Left is { } left
            ? new(new NotCollected(t.Number, left), [RequestOrder.Tell])
            : new(new Paid(t.Number), [RequestOrder.Tell]),
        (AwaitingTopUp { Due.IsOver: false } t, TopUpPassed) => new(t with { Due = t.Due with { IsOver = true } }, [RequestOrder.Tell]),
        (Collected { Due: not null } c, TopUpPaid) => new(c with { Due = null }, [RequestOrder.Tell]),
        (Collected { Due: { IsOver: false } due } c, TopUpPassed) => new(c with { Due = due with { IsOver = true } }, [RequestOrder.Tell]),

        (Paid or NotCollected, TakenAway) => new(new Collected(NumberOf(was)!.Value), [RequestOrder.Tell]),
        (AwaitingTopUp t, TakenAway) => new(new Collected(t.Number, t.Due), [RequestOrder.Tell]),
        (Paid p, LeftStanding l) => new(new NotCollected(p.Number, l.Why), [RequestOrder.Tell]),
        (AwaitingTopUp { Left: null } t, LeftStanding l) => new(t with { Left = l.Why }, [RequestOrder.Tell]),
        (Collected c, MarkedByMistake) => new(c.Due is { } due ? new AwaitingTopUp(c.Number, due) : new Paid(c.Number), [RequestOrder.Remind, RequestOrder.Tell]),
        (NotCollected n, MarkedByMistake or Rebooked) => new(new Paid(n.Number), [RequestOrder.Remind, RequestOrder.Tell]),
        (AwaitingTopUp { Left: not null } t, MarkedByMistake) => new(t with { Left = null }, [RequestOrder.Remind, RequestOrder.Tell]),

        // The money is on its way back already; only the resident must hear it.
        (Lapsed, PaidTooLate late) => new(new Cancelled(late.Amount), [RequestOrder.Tell]),
        (Cancelled c, PaidTooLate late) => new(c with { Owed = (c.Owed ?? new Yen(0)) + late.Amount }, [RequestOrder.Tell]),
        (_, PaidTooLate or PaidTwice) => new(was, [RequestOrder.Tell]),

        (Cancelled c, MoneyReturned m) => Arrived(c, m.Amount),
        (Lapsed, MoneyReturned m) => new(new Refunded(m.Amount), [RequestOrder.Tell]),
        (_, PartReturned) => new(was, [RequestOrder.Tell]),
        (Cancelled { Owed: not null } or Paid or AwaitingTopUp or NotCollected or Collected, MoneyStuck) => new(was, [RequestOrder.Tell]),

        (_, Quoted or Settled or FeeWaived or PayByPassed or NeverQuoted or CancelledByResident or CancelledByStaff or CostsMore or CostsLess or CostsTheSame
            or TopUpPaid or TopUpPassed or TakenAway or LeftStanding or MarkedByMistake or Rebooked or MoneyReturned or MoneyStuck) => new(was, []),
        _ => throw new UnreachableException(),
    };

    /// <summary>The number on the things, once there is one.</summary>
    public static CollectionNumber? NumberOf(RequestState state) => state switch
    {
        Paid p => p.Number,
        AwaitingTopUp t => t.Number,
        Collected c => c.Number,
        NotCollected n => n.Number,
        _ => null,
    };

    private static RequestTurn GiveBack(RequestState was, Yen? paid) => new(
        new Cancelled(paid),
        [
            .. Withdrawn(was),
            .. (Items<RequestOrder>)(paid is null ? [] : [RequestOrder.ReturnMoney]),
            RequestOrder.FreePlace,
            RequestOrder.Tell,
        ]);

    private static RequestTurn Reprice(RequestState was, RequestNews news) => news switch
    {
        CostsMore m => new(
            was is Collected c ? c with { Due = m.Due } : new AwaitingTopUp(NumberOf(was)!.Value, m.Due, LeftOf(was)),
            [.. Withdrawn(was), RequestOrder.AskMoney, RequestOrder.Tell]),
        CostsLess => new(Standing(was), [.. Withdrawn(was), RequestOrder.ReturnPart, RequestOrder.Tell]),
        _ => new(Standing(was), [.. Withdrawn(was), RequestOrder.Tell]),
    };

    /// <summary>The state without anything to pay on top.</summary>
    private static RequestState Standing(RequestState was) => was switch
    {
        Collected c => c with { Due = null },
        _ when LeftOf(was) is { } left => new NotCollected(NumberOf(was)!.Value, left),
        _ => new Paid(NumberOf(was)!.Value),
    };

    private static Obstacle? LeftOf(RequestState was) => was switch
    {
        NotCollected n => n.Why,
        AwaitingTopUp t => t.Left,
        _ => null,
    };

    private static Items<RequestOrder> Withdrawn(RequestState was) => was is AwaitingTopUp or Collected { Due: not null } ? [RequestOrder.WithdrawMoney] : [];

    private static RequestTurn Arrived(Cancelled was, Yen amount)
    {
        var returned = was.Returned + amount;
        return returned.Amount >= (was.Owed?.Amount ?? 0)
            ? new(new Refunded(returned), [RequestOrder.Tell])
            : new(was with { Returned = returned }, [RequestOrder.Tell]);
    }
}
