using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;
using static Bot.Domain.Payments.PaymentFact;
using static Bot.Domain.Payments.PaymentState;
using static Bot.Tests.Payments.PaymentSamples;

namespace Bot.Tests.Payments;

public sealed class PaymentProperties
{
    private static readonly PaymentFact[] Facts =
    [
        new Opened(Page), new Opened(Page with { Session = "cs_2" }), new OpenRefused(), new VoucherIssued(new(Noon.AddDays(2))),
        new Settled(ByCard), new Declined(), new SessionExpired(), new PayByPassed(), new Withdrawn(), new Superseded(),
        new CashTaken(Noon), new RefundAsked(new(1200)), new RefundAsked(new(300)), new RefundAsked(new(5000)),
        new RefundWaits(new(1200)), new RefundFailed(new(1200)), new RefundDone(new(1200), Noon), new RefundedByHand(Noon),
        new RefundAsked(new(500), "a"), new RefundAsked(new(700), "b"), new RefundWaits(new(500), "a"), new RefundFailed(new(500), "a"), new RefundDone(new(500), Noon, "a"),
        new RefundDone(new(700), Noon, "b"), new RefundedByHand(Noon, "a"), new RefundedByHand(Noon, "b"),
    ];

    private static Arbitrary<PaymentFact[]> AnyLife { get; } = Arb.From(
        Gen.ArrayOf(Gen.Frequency((3, Gen.Elements(Facts)), (1, Gen.Elements(Facts[0], Facts[4], Facts[7])))),
        life => life.Select((_, i) => life.Where((_, j) => j != i).ToArray()));

    private static IEnumerable<(Payment Was, PaymentFact Fact, PaymentTurn Turn)> Live(PaymentFact[] life)
    {
        var payment = Fresh;
        foreach (var fact in life)
        {
            var turn = payment.Apply(fact);
            yield return (payment, fact, turn);
            payment = turn.Next;
        }
    }

    private static void Always(Func<List<(Payment Was, PaymentFact Fact, PaymentTurn Turn)>, bool> holds) =>
        Prop.ForAll(AnyLife, life => holds([.. Live(life)])).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Test]
    public void The_lives_we_make_up_meet_every_state_with_every_fact_and_bring_every_news()
    {
        var turns = Gen.Sample(AnyLife.Generator, 5000).SelectMany(Live).ToList();
        var pairs = turns.Select(t => (t.Was.State.GetType().Name, t.Fact.GetType().Name)).ToHashSet();
        var states = typeof(PaymentState).GetNestedTypes().Select(t => t.Name).ToList();
        var facts = typeof(PaymentFact).GetNestedTypes().Select(t => t.Name).ToList();
        states.SelectMany(s => facts.Select(f => (s, f))).Where(pair => !pairs.Contains(pair)).ShouldBeEmpty();

        var news = turns.SelectMany(t => t.Turn.News).Select(n => n.GetType().Name).ToHashSet();
        typeof(PaymentNews).GetNestedTypes().Select(t => t.Name).Where(n => !news.Contains(n)).ShouldBeEmpty();
    }

    [Test]
    public void Hearing_a_fact_again_changes_nothing_and_tells_nothing() =>
        Always(life => life.All(t => t.Turn.Next.Apply(t.Fact) is var again && again.Next == t.Turn.Next && again.News.Count == 0));

    [Test]
    public void Each_news_is_told_once() =>
        Always(life => life.SelectMany(t => t.Turn.News).GroupBy(n => n.Key).All(told => told.Count() == 1));

    [Test]
    public void Paid_is_the_end_but_for_refunds() =>
        Always(life => life.All(t => !HasMoney(t.Was.State) || HasMoney(t.Turn.Next.State)));

    [Test]
    public void What_has_lapsed_for_good_never_comes_back() =>
        Always(life => life.All(t => !IsFinal(t.Was.State) || IsFinal(t.Turn.Next.State) || t.Turn.Next.State is Refunding));

    [Test]
    public void Money_goes_back_once_for_each_cause_and_never_more_than_came() =>
        Always(life => life.SelectMany(t => t.Turn.Orders).OfType<PaymentOrder.Refund>().GroupBy(o => o.Intent)
            .All(orders => orders.Select(o => o.Cause).Distinct().Count() == orders.Count() && orders.All(o => o.Amount.Amount > 0) && orders.Sum(o => o.Amount.Amount) <= 1200));

    [Test]
    public void What_is_kept_and_what_went_back_is_what_came() =>
        Always(life => life.All(t => t.Turn.Next.Returned.Amount <= 1200
            && (!HasMoney(t.Turn.Next.State) || t.Turn.Next.Kept.Amount + t.Turn.Next.Returned.Amount == 1200)));

    [Test]
    public void The_state_says_where_the_slowest_repayment_stands() =>
        Always(life => life.Select(t => t.Turn.Next).Where(p => HasMoney(p.State)).All(p => p.State switch
        {
            Paid => p.Repayments.Count == 0,
            Refunding => p.Repayments.Any(r => r.Stage == RepaymentStage.Asked) && !p.Repayments.Any(r => r.NeedsPerson),
            RefundNeeded => p.Repayments.Any(r => r.NeedsPerson),
            _ => p.Repayments.Count > 0 && p.Repayments.All(r => r.IsDone),
        }));

    [Test]
    public void Every_yen_that_comes_is_kept_for_something_or_goes_back() =>
        Always(life => !life.Any(t => t.Fact is Settled)
            || life[^1].Turn.Next.Settlement?.Intent == "pi_1"
            || life[^1].Turn.Next.SecondIntent == "pi_1");

    [Test]
    public void Refunding_has_been_ordered_or_is_somebodys_task() =>
        Always(life => life.Count == 0 || life[^1].Turn.Next.State is not Refunding
            || life.SelectMany(t => t.Turn.Orders).OfType<PaymentOrder.Refund>().Any());

    [TestCase("card")]
    [TestCase("konbini paid")]
    [TestCase("konbini lapsed")]
    [TestCase("page lapsed")]
    public void What_the_agent_tells_may_come_in_any_order_and_more_than_once(string story)
    {
        PaymentFact[] told = story switch
        {
            "card" => [new Opened(Page), new Settled(ByCard)],
            "konbini paid" => [new Opened(Page), new VoucherIssued(new(Noon.AddDays(2))), new Settled(ByCard)],
            "konbini lapsed" => [new Opened(Page), new VoucherIssued(new(Noon.AddDays(2))), new Declined()],
            _ => [new Opened(Page), new SessionExpired()],
        };
        var straight = Fresh.Apply(told).Next;
        var shuffled = Gen.Choose(1, 4).SelectMany(times => Gen.Shuffle(Enumerable.Repeat(told, times).SelectMany(t => t).ToArray()));
        Prop.ForAll(Arb.From(shuffled), life => Fresh.Apply(life).Next == straight).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static bool HasMoney(PaymentState state) => state is Paid or Refunding or RefundNeeded or Refunded;

    private static bool IsFinal(PaymentState state) => state is Failed { Final: true } or Expired { Final: true };
}
