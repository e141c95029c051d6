using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using NUnit.Framework;
using Shouldly;
using static Bot.Domain.Payments.PaymentFact;
using static Bot.Tests.Payments.PaymentSamples;

namespace Bot.Tests.Payments;

public sealed class PaymentRulesTests
{
    [Test]
    public void A_payment_is_asked_for_opened_and_paid()
    {
        var turn = Fresh.Apply([new Opened(Page), new Settled(ByCard)]);
        turn.Next.State.ShouldBe(new PaymentState.Paid());
        turn.News.ShouldHaveSingleItem().ShouldBe(new PaymentNews.Paid(ByCard));
        turn.Orders.ShouldBeEmpty();
        turn.Next.Amount.ShouldBe(new Yen(1200));
    }

    [Test]
    public void A_voucher_waits_for_the_store_and_our_time_limit_does_not_end_it()
    {
        var turn = Fresh.Apply([new Opened(Page), new VoucherIssued(new(Noon.AddDays(2))), new PayByPassed()]);
        turn.Next.State.ShouldBe(new PaymentState.Open(new Voucher(Noon.AddDays(2))));
        turn.Next.Apply(new Declined()).News.ShouldHaveSingleItem().ShouldBe(new PaymentNews.Failed(Final: false));
    }

    [Test]
    public void Money_that_comes_after_the_lapse_goes_back_at_once_and_only_once()
    {
        var lapsed = Fresh.Apply([new Opened(Page), new PayByPassed()]);
        lapsed.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Expire("cs_1"));
        lapsed.News.ShouldHaveSingleItem().ShouldBe(new PaymentNews.Expired(Final: true));

        var late = lapsed.Next.Apply([new Settled(ByCard), new Settled(ByCard)]);
        late.Next.State.ShouldBe(new PaymentState.Refunding());
        late.News.ShouldHaveSingleItem().ShouldBe(new PaymentNews.PaidTooLate(ByCard));
        late.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Refund("pi_1", new(1200)));
    }

    [Test]
    public void Money_for_a_session_that_ran_out_is_still_welcome_while_the_module_waits()
    {
        var turn = Fresh.Apply([new Opened(Page), new SessionExpired(), new Settled(ByCard)]);
        turn.Next.State.ShouldBe(new PaymentState.Paid());
        turn.Orders.ShouldBeEmpty();
    }

    [Test]
    public void A_withdrawn_payment_closes_a_page_that_opens_afterwards()
    {
        var withdrawn = Fresh.Apply(new Withdrawn());
        withdrawn.News.ShouldBeEmpty();
        withdrawn.Orders.ShouldBeEmpty();
        withdrawn.Next.Apply(new Opened(Page)).Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Expire("cs_1"));
    }

    [Test]
    public void Cash_closes_the_page_and_online_money_that_still_comes_goes_back_without_undoing_the_cash()
    {
        var cash = Fresh.Apply([new Opened(Page), new CashTaken(Noon)]);
        cash.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Expire("cs_1"));

        var twice = cash.Next.Apply([new Settled(ByCard), new Settled(ByCard), new RefundDone(new(1200), Noon)]);
        twice.Next.State.ShouldBe(new PaymentState.Paid());
        twice.Next.Settlement!.IsCash().ShouldBeTrue();
        twice.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Refund("pi_1", new(1200)));
        twice.News.ShouldHaveSingleItem().ShouldBeOfType<PaymentNews.PaidTooLate>();
    }

    [Test]
    public void Paying_on_two_pages_returns_the_second_money()
    {
        var turn = In(new PaymentState.Paid(), ByCard).Apply(new Settled(ByCard with { Intent = "pi_2" }));
        turn.Next.State.ShouldBe(new PaymentState.Paid());
        turn.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Refund("pi_2", new(1200)));
    }

    [Test]
    public void Refunding_twice_refunds_once()
    {
        var turn = In(new PaymentState.Paid(), ByCard).Apply([new RefundAsked(new(500)), new RefundAsked(new(500)), new RefundAsked(new(1200))]);
        turn.Orders.ShouldHaveSingleItem().ShouldBe(new PaymentOrder.Refund("pi_1", new(500)));
        turn.Next.Repayments.ShouldBe([new Repayment("", new(500))]);
    }

    [Test]
    public void More_than_was_paid_is_never_refunded()
    {
        In(new PaymentState.Paid(), ByCard).Apply(new RefundAsked(new(1201))).ShouldBe(new PaymentTurn(In(new PaymentState.Paid(), ByCard), [], []));
        In(new PaymentState.Paid(), ByCard).Apply(new RefundAsked(new(0))).Orders.ShouldBeEmpty();
    }

    [Test]
    public void A_konbini_refund_waits_for_the_resident_and_then_arrives_in_any_order()
    {
        var refunding = In(new PaymentState.Paid(), ByCard with { Method = "konbini" }).Apply(new RefundAsked(new(1200))).Next;
        var waits = refunding.Apply(new RefundWaits(new(1200)));
        waits.News.ShouldHaveSingleItem().ShouldBe(new PaymentNews.RefundNeedsPerson(RefundHurdle.AgentAsksResident));

        var forwards = waits.Next.Apply(new RefundDone(new(1200), Noon)).Next;
        var backwards = refunding.Apply([new RefundDone(new(1200), Noon), new RefundWaits(new(1200))]).Next;
        forwards.ShouldBe(backwards);
        forwards.State.ShouldBe(new PaymentState.Refunded(ByHand: false));
    }

    [Test]
    public void A_refund_that_bounces_calls_a_person_who_ends_it_by_hand()
    {
        var bounced = In(new PaymentState.Paid(), ByCard)
            .Apply([new RefundAsked(new(1200)), new RefundDone(new(1200), Noon), new RefundFailed(new(1200)), new RefundDone(new(1200), Noon)]);
        bounced.Next.State.ShouldBe(new PaymentState.RefundNeeded(RefundHurdle.AgentFailed));

        var ended = bounced.Next.Apply([new RefundedByHand(Noon), new RefundFailed(new(1200))]);
        ended.Next.State.ShouldBe(new PaymentState.Refunded(ByHand: true));
    }

    [Test]
    public void Cash_goes_back_over_the_counter()
    {
        var cash = Fresh.Apply([new CashTaken(Noon), new RefundAsked(new(1200))]);
        cash.Next.State.ShouldBe(new PaymentState.RefundNeeded(RefundHurdle.PaidInCash));
        cash.Orders.ShouldBeEmpty();
    }

    [Test]
    public void What_the_agent_takes_is_learnt_later_and_kept()
    {
        var known = In(new PaymentState.Paid(), ByCard).Apply(new Settled(ByCard with { Fee = new(43), Net = new(1157) })).Next;
        known.Settlement.ShouldBe(ByCard with { Fee = new(43), Net = new(1157) });
        known.Apply(new Settled(ByCard)).Next.ShouldBe(known);
    }

    [Test]
    public void Only_an_attempt_that_came_to_nothing_in_time_may_be_repeated()
    {
        In(new PaymentState.Expired(Final: false)).MayTryAgain(Noon).ShouldBeTrue();
        In(new PaymentState.Failed(Final: false)).MayTryAgain(Noon).ShouldBeTrue();
        In(new PaymentState.Expired(Final: false)).MayTryAgain(Noon.AddDays(3)).ShouldBeFalse();
        In(new PaymentState.Failed(Final: false)).MayTryAgain(Noon.AddDays(3)).ShouldBeFalse();
        In(new PaymentState.Expired(Final: true)).MayTryAgain(Noon).ShouldBeFalse();
        In(new PaymentState.Open()).MayTryAgain(Noon).ShouldBeFalse();
    }
}
