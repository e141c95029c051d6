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

    /// <summary>Nobody may pay any more.</summary>
    WithdrawMoney,

    ReturnMoney,

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

        (AwaitingPayment, Settled s) => new(new Paid(s.Number), [RequestOrder.Remind, RequestOrder.Tell]),
        (AwaitingPayment, PayByPassed) => new(new Lapsed(), [RequestOrder.WithdrawMoney, RequestOrder.FreePlace, RequestOrder.Tell]),

        (Checking, NeverQuoted) => new(new Lapsed(), [RequestOrder.FreePlace, RequestOrder.Tell]),

        (Checking, CancelledByResident or CancelledByStaff) => new(new Cancelled(null), [RequestOrder.FreePlace, RequestOrder.Tell]),
        (AwaitingPayment, CancelledByResident or CancelledByStaff) =>
            new(new Cancelled(null), [RequestOrder.WithdrawMoney, RequestOrder.FreePlace, RequestOrder.Tell]),
        (Paid, CancelledByResident c) => GiveBack(c.Paid),
        (Paid or NotCollected, CancelledByStaff c) => GiveBack(c.Paid),

        (Paid or NotCollected, TakenAway) => new(new Collected(NumberOf(was)!.Value), [RequestOrder.Tell]),
        (Paid p, LeftStanding l) => new(new NotCollected(p.Number, l.Why), [RequestOrder.Tell]),

        // The money is on its way back already; only the resident must hear it.
        (Lapsed or Cancelled { Owed: null }, PaidTooLate late) => new(new Cancelled(late.Amount), [RequestOrder.Tell]),
        (_, PaidTooLate) => new(was, [RequestOrder.Tell]),

        (Cancelled, MoneyReturned m) => new(new Refunded(m.Amount), [RequestOrder.Tell]),
        (Lapsed, MoneyReturned m) => new(new Refunded(m.Amount), [RequestOrder.Tell]),
        (Cancelled { Owed: not null }, MoneyStuck) => new(was, [RequestOrder.Tell]),

        (_, Quoted or Settled or PayByPassed or NeverQuoted or CancelledByResident or CancelledByStaff or TakenAway or LeftStanding or MoneyReturned or MoneyStuck) =>
            new(was, []),
        _ => throw new UnreachableException(),
    };

    /// <summary>The number on the things, once there is one.</summary>
    public static CollectionNumber? NumberOf(RequestState state) => state switch
    {
        Paid p => p.Number,
        Collected c => c.Number,
        NotCollected n => n.Number,
        _ => null,
    };

    private static RequestTurn GiveBack(Yen? paid) =>
        new(new Cancelled(paid), [RequestOrder.ReturnMoney, RequestOrder.FreePlace, RequestOrder.Tell]);
}
