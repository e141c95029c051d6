using Bot.Domain.Payments;
using Bot.Infrastructure.Payments;
using Bot.Tests.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class ReconciliationTests
{
    private PaymentsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await PaymentsRig.New();

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    private StripeWorld World => _rig.Stripe.World;

    [Test]
    public async Task A_payment_that_we_believe_and_Stripe_does_not_is_shown_until_it_is_explained()
    {
        await _rig.Opened("R-1");
        await _rig.Store.Peek<int>("update payment set state = 'paid', method = 'card', paid_at = '2026-11-22', payment_intent = 'pi_x'");
        (await Run())!.Unexplained.ShouldBe(1);
        (await Kinds()).ShouldBe(["not-paid-there"]);
        (await Run())!.Unexplained.ShouldBe(1);
        (await Kinds()).Count.ShouldBe(1);

        await _rig.Store.Peek<int>("update payment set state = 'open', method = null, paid_at = null, payment_intent = null");
        _rig.Clock.Now = _rig.Clock.Now.AddMinutes(1);
        (await Run())!.Unexplained.ShouldBe(0);
        (await Kinds()).ShouldBeEmpty();
    }

    [Test]
    public async Task Money_for_a_payment_that_we_do_not_have_is_shown()
    {
        await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Store.Peek<int>("delete from payment");
        (await Run())!.Unexplained.ShouldBe(1);
        (await Kinds()).ShouldBe(["unknown-payment"]);
    }

    [Test]
    public async Task A_page_that_Stripe_does_not_know_is_shown()
    {
        await _rig.Opened("R-1");
        await _rig.Store.Peek<int>("update payment set session_id = 'cs_gone'");
        (await Run())!.Unexplained.ShouldBe(1);
        (await Kinds()).ShouldBe(["missing-there"]);
    }

    [Test]
    public async Task A_part_that_was_refunded_at_Stripe_beside_our_refund_is_shown()
    {
        await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        World.Intent("pi_cs_test_1")!["latest_charge"]!["amount_refunded"] = 200;
        (await Run())!.Unexplained.ShouldBe(1);
        (await Kinds()).ShouldBe(["refund"]);
    }

    [Test]
    public async Task A_fee_that_was_not_known_is_filled_in()
    {
        await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        var books = World.Intent("pi_cs_test_1")!["latest_charge"]!["balance_transaction"]!.DeepClone();
        World.Intent("pi_cs_test_1")!["latest_charge"]!["balance_transaction"] = "txn_later";
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).Settlement!.Fee.ShouldBeNull();
        World.Intent("pi_cs_test_1")!["latest_charge"]!["balance_transaction"] = books;
        (await Run()).ShouldBe(new ReconciliationReport(1, 1, 0));
        (await _rig.Latest("R-1")).Settlement!.Fee.ShouldBe(new(21));
        (await _rig.News("R-1")).ShouldBe(["R-1 paid"]);
    }

    [Test]
    public async Task A_voucher_paid_long_after_its_page_was_opened_is_found()
    {
        await _rig.Opened("R-1", payBy: _rig.Clock.Now.AddDays(40));
        World.TakeVoucher("cs_test_1", _rig.Clock.Now.AddDays(39));
        await _rig.Deliver(World.Events);
        _rig.Clock.Now = _rig.Clock.Now.AddDays(30);
        World.PayVoucher("cs_test_1", _rig.Clock.Now);
        (await Run()).ShouldBe(new ReconciliationReport(1, 1, 0));
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Paid());
    }

    [Test]
    public async Task A_page_whose_making_was_never_answered_is_found_by_what_it_says_it_is_for()
    {
        await _rig.Ask("R-1");
        _rig.Stripe.Lose = _ => true;
        await _rig.Send();
        _rig.Stripe.Lose = null;
        (await Run()).ShouldBe(new ReconciliationReport(1, 1, 0));
        (await _rig.Latest("R-1")).Checkout!.Session.ShouldBe("cs_test_1");
    }

    [Test]
    public async Task Who_pays_while_the_books_are_compared_makes_no_difference()
    {
        await _rig.Opened("R-1");
        var listed = World.List(new() { ["limit"] = "100" }).ToJsonString();
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        _rig.Stripe.Instead = path => path == "/v1/checkout/sessions" ? StripeStandIn.Answer(200, listed) : null;
        (await Run()).ShouldBe(new ReconciliationReport(1, 0, 0));
        (await Kinds()).ShouldBeEmpty();
    }

    [Test]
    public async Task When_Stripe_cannot_be_asked_nothing_is_concluded()
    {
        await _rig.Opened("R-1");
        await _rig.Store.Peek<int>("update payment set session_id = 'cs_gone'");
        _rig.Stripe.Instead = _ => StripeStandIn.Error(503);
        (await Run()).ShouldBeNull();
        (await Kinds()).ShouldBeEmpty();
    }

    [Test]
    public async Task What_has_been_read_is_emptied_after_a_week_and_forgotten_after_forty_days()
    {
        await _rig.Opened("R-1");
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        _rig.Clock.Now = _rig.Clock.Now.AddDays(8);
        await Run();
        (await _rig.Store.Peek<bool>("select raw is null from payment_event")).ShouldBe([true]);
        await _rig.Deliver(World.Events);
        (await _rig.Store.Peek<long>("select count(*) from payment_event")).ShouldBe([1L]);
        _rig.Clock.Now = _rig.Clock.Now.AddDays(33);
        await Run();
        (await _rig.Store.Peek<long>("select count(*) from payment_event")).ShouldBe([0L]);
    }

    private Task<ReconciliationReport?> Run() =>
        _rig.Reconciliation.Run(PaymentsRig.Town, _rig.Clock.Now.AddDays(-8), _rig.Clock.Now.AddMinutes(1), default);

    private Task<IReadOnlyList<string>> Kinds() => _rig.Store.Peek<string>("select kind from payment_difference where resolved_at is null order by kind");
}
