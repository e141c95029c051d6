using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;
using static Bot.Domain.BulkyWaste.RequestNews;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Tests.BulkyWaste;

public sealed class RequestRulesTests
{
    private static readonly CollectionNumber Number = CollectionNumber.Of(8, 1);
    private static readonly DateTimeOffset Then = new(2026, 12, 4, 23, 59, 59, TimeSpan.FromHours(9));
    private static readonly Yen Fee = new(1000);
    private static readonly TopUp Due = new(new Yen(300), Then);

    private static readonly RequestNews[] AllNews =
    [
        new Quoted(Then), new Settled(Number), new PayByPassed(), new NeverQuoted(), new PaidTooLate(Fee), new CancelledByResident(Fee), new CancelledByStaff(Fee),
        new TakenAway(), new LeftStanding(Obstacle.NoNumber), new MoneyReturned(Fee), new MoneyStuck(), new FeeWaived(Number), new PaidTwice(Fee),
        new CancelledByStaff(null), new CostsMore(Due), new CostsLess(Fee), new CostsTheSame(), new TopUpPaid(), new TopUpPassed(), new MarkedByMistake(),
        new Rebooked(), new PartReturned(Fee),
    ];

    private static readonly RequestState[] AllStates =
    [
        new AwaitingTopUp(Number, Due), new AwaitingTopUp(Number, Due with { IsOver = true }, Obstacle.OtherThanAsked), new Collected(Number, Due),
        new Cancelled(new Yen(2000), Fee), new Checking(), new AwaitingPayment(Then), new Paid(Number), new Collected(Number), new NotCollected(Number, Obstacle.NoNumber),
        new Lapsed(), new Cancelled(null), new Cancelled(Fee), new Refunded(Fee),
    ];

    [Test]
    public void The_usual_way()
    {
        Play(new Checking(), new Quoted(Then), new Settled(Number), new TakenAway()).ShouldBe(new Collected(Number));
        new AwaitingPayment(Then).Apply(new Settled(Number)).Orders.ShouldBe([RequestOrder.Remind, RequestOrder.Tell]);
    }

    [Test]
    public void Silence_lapses_and_frees_the_place() =>
        new AwaitingPayment(Then).Apply(new PayByPassed()).ShouldBe(
            new RequestTurn(new Lapsed(), [RequestOrder.WithdrawMoney, RequestOrder.FreePlace, RequestOrder.Tell]));

    [Test]
    public void A_paid_request_that_is_cancelled_returns_the_money() =>
        Play(new Paid(Number), new CancelledByResident(Fee), new MoneyReturned(Fee)).ShouldBe(new Refunded(Fee));

    [Test]
    public void Paid_too_late_revives_nothing() =>
        Play(new AwaitingPayment(Then), new PayByPassed(), new Settled(Number), new PaidTooLate(Fee), new MoneyReturned(Fee)).ShouldBe(new Refunded(Fee));

    [Test]
    public void Every_state_has_an_answer_to_all_news()
    {
        foreach (var (state, news) in AllStates.SelectMany(s => AllNews.Select(n => (s, n))))
        {
            state.Apply(news).Next.ShouldNotBeNull();
        }
    }

    [Test]
    public void What_has_ended_never_holds_a_place_again() => Always((was, turn) => was.HoldsPlace || !turn.Next.HoldsPlace);

    [Test]
    public void A_place_is_freed_exactly_when_it_is_given_up() => Always((was, turn) =>
        turn.Orders.Contains(RequestOrder.FreePlace) == (was.HoldsPlace && !turn.Next.HoldsPlace));

    [Test]
    public void Money_goes_back_exactly_when_a_paid_request_is_cancelled() => Always((was, turn) =>
        turn.Orders.Contains(RequestOrder.ReturnMoney) == (was is Paid or NotCollected or AwaitingTopUp && turn.Next is Cancelled { Owed: not null }));

    [Test]
    public void Nothing_waits_for_money_that_nobody_may_pay() => Always((was, turn) =>
        !(was is AwaitingPayment or AwaitingTopUp or Collected { Due: not null }) || turn.Next == was || turn.Next is Paid or NotCollected or Collected or AwaitingTopUp
            || turn.Orders.Contains(RequestOrder.WithdrawMoney));

    [Test]
    public void Money_is_asked_exactly_when_the_request_begins_to_wait_for_it() => Always((was, turn) =>
        !turn.Orders.Contains(RequestOrder.AskMoney) || turn.Next is AwaitingPayment or AwaitingTopUp or Collected { Due: not null });

    [Test]
    public void A_top_up_keeps_number_and_place_whatever_becomes_of_it()
    {
        Play(new Paid(Number), new CostsMore(Due), new TopUpPaid()).ShouldBe(new Paid(Number));
        Play(new NotCollected(Number, Obstacle.OtherThanAsked), new CostsMore(Due), new TopUpPaid(), new Rebooked()).ShouldBe(new Paid(Number));
        Play(new Paid(Number), new CostsMore(Due), new TopUpPassed()).ShouldBe(new AwaitingTopUp(Number, Due with { IsOver = true }), "staff decide");
        Play(new Paid(Number), new CostsMore(Due), new TakenAway(), new TopUpPaid()).ShouldBe(new Collected(Number));
        Play(new Paid(Number), new CostsMore(Due), new LeftStanding(Obstacle.NoNumber), new MarkedByMistake(), new TopUpPaid()).ShouldBe(new Paid(Number));
    }

    [Test]
    public void What_is_taken_back_is_as_it_was_before()
    {
        Play(new Paid(Number), new TakenAway(), new MarkedByMistake()).ShouldBe(new Paid(Number));
        Play(new AwaitingTopUp(Number, Due), new TakenAway(), new MarkedByMistake()).ShouldBe(new AwaitingTopUp(Number, Due));
    }

    [Test]
    public void A_cancelled_request_is_refunded_when_all_of_its_money_has_arrived() =>
        Play(new Cancelled(new Yen(1300)), new MoneyReturned(Fee)).ShouldBe(new Cancelled(new Yen(1300), Fee));

    [Test]
    public void Only_what_awaits_money_can_be_paid_and_its_number_stays() => Always((was, turn) =>
        RequestRules.NumberOf(turn.Next) is not { } number || was is AwaitingPayment or Checking || RequestRules.NumberOf(was) == number);

    [Test]
    public void Nothing_happens_without_orders() => Always((was, turn) => turn.Orders.Count > 0 || turn.Next == was);

    [Test]
    public void The_same_news_twice_is_told_once() => Always((_, turn) => true, (was, news) =>
        news is PaidTooLate or PaidTwice or MoneyStuck or PartReturned or MoneyReturned or Quoted or CostsMore or CostsLess or CostsTheSame || was.Apply(news).Next.Apply(news).Orders.Count == 0);

    private static void Always(Func<RequestState, RequestTurn, bool> holds, Func<RequestState, RequestNews, bool>? also = null) =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Elements(AllNews))), news =>
        {
            RequestState state = news.Length % 2 == 0 ? new Checking() : new AwaitingPayment(Then);
            foreach (var one in news)
            {
                var turn = state.Apply(one);
                if (!holds(state, turn) || also?.Invoke(state, one) == false)
                {
                    return false;
                }

                state = turn.Next;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static RequestState Play(RequestState state, params RequestNews[] news) => news.Aggregate(state, (s, n) => s.Apply(n).Next);
}
