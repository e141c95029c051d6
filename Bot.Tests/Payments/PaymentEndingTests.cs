using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Tests.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class PaymentEndingTests
{
    private PaymentsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await PaymentsRig.New();

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    private StripeWorld World => _rig.Stripe.World;

    [Test]
    public async Task A_payment_that_does_not_come_in_time_lapses_and_its_page_is_closed()
    {
        await _rig.Opened("R-1", payBy: _rig.Clock.Now.AddHours(2));
        _rig.Clock.Now = _rig.Clock.Now.AddHours(2);
        (await _rig.Clerk.Lapse(PaymentsRig.Town, default)).ShouldBe(1);
        (await _rig.Clerk.Lapse(PaymentsRig.Town, default)).ShouldBe(0);
        await _rig.Send();
        World.Session("cs_test_1")!["status"]!.GetValue<string>().ShouldBe("expired");
        await _rig.Deliver(World.Events);
        (await _rig.News("R-1")).ShouldBe(["R-1 expired-for-good"]);
    }

    [Test]
    public async Task Money_that_comes_after_the_lapse_goes_back_once()
    {
        await _rig.Opened("R-1", payBy: _rig.Clock.Now.AddHours(2));
        _rig.Clock.Now = _rig.Clock.Now.AddHours(2);
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Clerk.Lapse(PaymentsRig.Town, default);
        await _rig.Deliver(World.Events);
        await _rig.Send();
        await _rig.Deliver(World.Events);
        await _rig.Deliver(World.Tell("checkout.session.completed", World.Session("cs_test_1")!));
        await _rig.Send();
        World.Refunds.Count.ShouldBe(1);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Refunded(ByHand: false));
        (await _rig.News("R-1")).ShouldBe(["R-1 expired-for-good", "R-1 paid-too-late:pi_cs_test_1", "R-1 refund-done"]);
    }

    [Test]
    public async Task Closing_a_page_that_was_paid_at_the_last_moment_sends_the_money_back_without_any_webhook()
    {
        await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        (await _rig.Cancel("R-1"))!.State.ShouldBe(new PaymentState.Expired(Final: true));
        await _rig.Send();
        World.Refunds.Count.ShouldBe(1);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Refunded(ByHand: false));
    }

    [Test]
    public async Task Cancelling_makes_a_voucher_worthless()
    {
        await _rig.Opened("R-1");
        World.TakeVoucher("cs_test_1", _rig.Clock.Now.AddDays(2));
        await _rig.Deliver(World.Events);
        await _rig.Cancel("R-1");
        await _rig.Send();
        World.Intent("pi_cs_test_1")!["status"]!.GetValue<string>().ShouldBe("canceled");
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Expired(Final: true));
    }

    [Test]
    public async Task Cancelling_before_the_page_is_there_makes_none()
    {
        await _rig.Ask("R-1");
        await _rig.Cancel("R-1");
        await _rig.Send();
        World.Sessions.ShouldBeEmpty();
    }

    [Test]
    public async Task Cancelling_what_is_paid_says_so_and_changes_nothing()
    {
        await Paid("R-1");
        (await _rig.Cancel("R-1"))!.State.ShouldBe(new PaymentState.Paid());
    }

    [Test]
    public async Task Refunding_twice_refunds_once()
    {
        await Paid("R-1");
        await Task.WhenAll(_rig.Refund("R-1"), _rig.Refund("R-1"), _rig.Refund("R-1", 100));
        var losses = 4;
        _rig.Stripe.Lose = path => path.EndsWith("refunds", StringComparison.Ordinal) && losses-- > 0;
        await _rig.Send();
        await _rig.Send();
        await _rig.Refund("R-1");
        await _rig.Send();
        await _rig.Deliver(World.Events);
        World.Refunds.Count.ShouldBe(1);
        (await _rig.News("R-1")).ShouldBe(["R-1 paid", "R-1 refund-done"]);
    }

    [Test]
    public async Task A_part_of_the_money_may_go_back()
    {
        await Paid("R-1");
        await _rig.Refund("R-1", 250);
        await _rig.Send();
        World.Refunds.Values.Single()["amount"]!.GetValue<int>().ShouldBe(250);
        (await _rig.Latest("R-1")).Repayments.ShouldBe([new Repayment("", new(250), RepaymentStage.Done, _rig.Clock.Now)]);
    }

    [Test]
    public async Task A_konbini_refund_asks_the_resident_by_the_mail_address_that_Stripe_has()
    {
        await _rig.Opened("R-1");
        World.TakeVoucher("cs_test_1", _rig.Clock.Now.AddDays(2));
        World.PayVoucher("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        World.RefundsWait = true;
        await _rig.Refund("R-1");
        await _rig.Send();
        _rig.Stripe.Calls.Last(c => c.Path == "/v1/refunds").Form["instructions_email"].ToString().ShouldBe("someone@example.jp");
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.RefundNeeded(RefundHurdle.AgentAsksResident));

        World.Finish(World.Refunds.Keys.Single(), "succeeded");
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Refunded(ByHand: false));
    }

    [Test]
    public async Task A_refund_that_fails_is_ended_by_hand()
    {
        await Paid("R-1");
        await _rig.Refund("R-1");
        await _rig.Send();
        World.Finish(World.Refunds.Keys.Single(), "failed");
        await _rig.Deliver(World.Events);
        var payment = await _rig.Latest("R-1");
        payment.State.ShouldBe(new PaymentState.RefundNeeded(RefundHurdle.AgentFailed));
        await _rig.Store.Database.InTown(PaymentsRig.Town, tx => _rig.Cash.RecordRefund(tx, PaymentsRig.Town, payment.Id, "", default), default);
        (await _rig.News("R-1")).ShouldBe(["R-1 paid", "R-1 refund-done", "R-1 refund-needs-person:AgentFailed", "R-1 refund-by-hand"]);
    }

    [Test]
    public async Task A_refund_made_at_Stripe_itself_is_noticed()
    {
        await Paid("R-1");
        World.Refund("re_foreign", new() { ["payment_intent"] = "pi_cs_test_1", ["amount"] = "600" }, _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Refunded(ByHand: false));
        (await _rig.Refund("R-1"))!.State.ShouldBe(new PaymentState.Refunded(ByHand: false));
    }

    [Test]
    public async Task Cash_at_the_counter_closes_the_page_and_online_money_that_still_comes_goes_back()
    {
        var payment = await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        var cash = await _rig.Store.Database.InTown(PaymentsRig.Town, tx => _rig.Cash.RecordCash(tx, PaymentsRig.Town, payment.Id, default), default);
        cash!.Settlement!.Method.ShouldBe(Settlement.Cash);
        await _rig.Send();
        await _rig.Deliver(World.Events);
        World.Refunds.Count.ShouldBe(1);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Paid());
        (await _rig.News("R-1")).ShouldBe(["R-1 paid", "R-1 paid-too-late:pi_cs_test_1"]);
        (await _rig.Store.Peek<string>("select state from refund")).ShouldBe(["done"]);
    }

    [Test]
    public async Task After_a_day_a_refund_is_looked_for_before_it_is_made_again()
    {
        await Paid("R-1");
        await _rig.Refund("R-1", 100);
        _rig.Stripe.Lose = path => path.EndsWith("refunds", StringComparison.Ordinal);
        (await _rig.Send()).ShouldHaveSingleItem().ShouldBeOfType<Delivery.Retry>();
        _rig.Stripe.Lose = null;
        _rig.Stripe.ForgetKeys();
        _rig.Clock.Now = _rig.Clock.Now.AddHours(25);
        await _rig.Send();
        World.Refunds.Count.ShouldBe(1);
        _rig.Stripe.Calls[^1].ShouldSatisfyAllConditions(c => c.Method.ShouldBe("GET"), c => c.Path.ShouldBe("/v1/refunds"));
    }

    [Test]
    public async Task A_dispute_is_put_before_a_person()
    {
        await Paid("R-1");
        await _rig.Deliver(World.Tell("charge.dispute.created", new() { ["id"] = "dp_1", ["payment_intent"] = "pi_cs_test_1", ["status"] = "needs_response" }));
        var open = await _rig.Store.Database.ReadInTown(PaymentsRig.Town, tx => DifferenceTable.Open(tx, PaymentsRig.Town, default), default);
        (open.ShouldHaveSingleItem().Kind, open[0].AgentId, open[0].Theirs).ShouldBe(("dispute", "dp_1", "needs_response"));
    }

    private async Task Paid(string subject)
    {
        await _rig.Opened(subject);
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
    }
}
