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

    private static readonly RequestNews[] AllNews =
    [
        new Quoted(Then), new Settled(Number), new PayByPassed(), new NeverQuoted(), new PaidTooLate(Fee), new CancelledByResident(Fee), new CancelledByStaff(Fee),
        new TakenAway(), new LeftStanding(Obstacle.NoNumber), new MoneyReturned(Fee), new MoneyStuck(),
    ];

    private static readonly RequestState[] AllStates =
    [
        new Checking(), new AwaitingPayment(Then), new Paid(Number), new Collected(Number), new NotCollected(Number, Obstacle.NoNumber),
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
        turn.Orders.Contains(RequestOrder.ReturnMoney) == (was is Paid or NotCollected && turn.Next is Cancelled));

    [Test]
    public void Only_what_awaits_money_can_be_paid_and_its_number_stays() => Always((was, turn) =>
        RequestRules.NumberOf(turn.Next) is not { } number || was is AwaitingPayment || RequestRules.NumberOf(was) == number);

    [Test]
    public void Nothing_happens_without_orders() => Always((was, turn) => turn.Orders.Count > 0 || turn.Next == was);

    [Test]
    public void The_same_news_twice_is_told_once() => Always((_, turn) => true, (was, news) =>
        news is PaidTooLate or MoneyStuck || was.Apply(news).Next.Apply(news).Orders.Count == 0);

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
