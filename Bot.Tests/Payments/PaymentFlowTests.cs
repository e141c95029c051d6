using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Tests.Stripe;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

[Category("database")]
public sealed class PaymentFlowTests
{
    private PaymentsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await PaymentsRig.New();

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    private StripeWorld World => _rig.Stripe.World;

    [Test]
    public async Task A_payment_is_asked_for_opened_and_paid_by_card()
    {
        var payment = await _rig.Opened("R-1", 1200);
        payment.State.ShouldBe(new PaymentState.Open());
        payment.Checkout.ShouldBe(new Checkout("cs_test_1", "https://pay.example/cs_test_1", _rig.Clock.Now.AddHours(24).AddMinutes(-1)));

        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        var paid = await _rig.Latest("R-1");
        paid.State.ShouldBe(new PaymentState.Paid());
        paid.Settlement.ShouldBe(new Settlement("card", _rig.Clock.Now, "pi_cs_test_1", new(43), new(1157)));
        (await _rig.News("R-1")).ShouldBe(["R-1 paid"]);
    }

    [Test]
    public async Task What_Stripe_is_asked_for_is_what_the_resident_owes()
    {
        var payment = await _rig.Opened("R-1", 1200);
        var call = _rig.Stripe.Calls.ShouldHaveSingleItem();
        call.Key.ShouldBe(NamedGuid.From(payment.Id.Value, "checkout").ToString());
        string Sent(string name) => call.Form[name].ToString();
        Sent("mode").ShouldBe("payment");
        Sent("locale").ShouldBe("ja");
        Sent("line_items[0][price_data][currency]").ShouldBe("jpy");
        Sent("line_items[0][price_data][unit_amount]").ShouldBe("1200");
        Sent("allowed_payment_method_types[1]").ShouldBe("konbini");
        Sent("payment_method_options[konbini][expires_after_days]").ShouldBe("2");
        Sent("expires_at").ShouldBe(_rig.Clock.Now.AddHours(24).AddMinutes(-1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Sent("success_url").ShouldBe($"https://bot.example/hoshimi/pay/{payment.Code}?done=1");
        Sent("metadata[payment]").ShouldBe(payment.Id.Value.ToString());
        Sent("payment_intent_data[metadata][town]").ShouldBe("hoshimi");
    }

    [Test]
    public async Task Asking_twice_asks_once()
    {
        var first = await _rig.Ask("R-1");
        var second = await _rig.Ask("R-1", amount: 999);
        second.ShouldBe(await _rig.Latest("R-1"));
        second.Amount.ShouldBe(first.Amount);
        await _rig.Send();
        World.Sessions.Count().ShouldBe(1);
    }

    [Test]
    public async Task A_voucher_is_issued_and_paid_at_the_store()
    {
        await _rig.Opened("R-1");
        var until = _rig.Clock.Now.AddDays(2);
        World.TakeVoucher("cs_test_1", until);
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Open(new Voucher(until)));

        _rig.Clock.Now = _rig.Clock.Now.AddDays(5);
        (await _rig.Clerk.Lapse(PaymentsRig.Town, default)).ShouldBe(0);
        World.PayVoucher("cs_test_1", until);
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).Settlement!.Method.ShouldBe("konbini");
        (await _rig.News("R-1")).ShouldBe(["R-1 voucher", "R-1 paid"]);
    }

    [Test]
    public async Task A_voucher_that_lapses_may_be_followed_by_another_attempt_on_the_same_page()
    {
        var first = await _rig.Opened("R-1");
        World.TakeVoucher("cs_test_1", _rig.Clock.Now.AddDays(2));
        World.LetVoucherLapse("cs_test_1");
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Failed(Final: false));

        var again = (await _rig.Reopen("R-1"))!;
        (again.Attempt, again.Code).ShouldBe((2, first.Code));
        await _rig.Send();
        World.Pay("cs_test_2", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        (await _rig.News("R-1")).ShouldBe(["R-1 failed", "R-1 paid"]);
        (await _rig.Reopen("R-1"))!.Attempt.ShouldBe(2);
    }

    [Test]
    public async Task A_page_that_ran_out_without_a_webhook_is_looked_after()
    {
        await _rig.Opened("R-1");
        World.Expire("cs_test_1");
        (await _rig.Clerk.LookAfter(PaymentsRig.Town, default)).ShouldBe(0);
        _rig.Clock.Now = _rig.Clock.Now.AddHours(25);
        (await _rig.Clerk.LookAfter(PaymentsRig.Town, default)).ShouldBe(1);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Expired(Final: false));
        (await _rig.Clerk.LookAfter(PaymentsRig.Town, default)).ShouldBe(0);
    }

    [Test]
    public async Task Stripe_is_down_while_the_page_is_made_and_the_payment_waits_for_it()
    {
        await _rig.Ask("R-1");
        _rig.Stripe.Instead = _ => StripeStandIn.Error(503);
        (await _rig.Send()).ShouldAllBe(d => d is Delivery.Retry);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Requested());

        _rig.Stripe.Instead = null;
        _rig.Stripe.Lose = _ => true;
        _rig.Clock.Now = _rig.Clock.Now.AddMinutes(10);
        await _rig.Send();
        _rig.Stripe.Lose = null;
        _rig.Clock.Now = _rig.Clock.Now.AddMinutes(10);
        await _rig.Send();
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Open());
        World.Sessions.Count().ShouldBe(1);
    }

    [Test]
    public async Task What_Stripe_will_never_take_is_told_to_the_module()
    {
        _rig.Methods = [];
        await _rig.Ask("R-1");
        (await _rig.Send()).ShouldHaveSingleItem().ShouldBeOfType<Delivery.Failed>();
        _rig.Stripe.Instead = _ => StripeStandIn.Error(400, "invalid_request_error", "parameter_invalid");
        _rig.Methods = ["card"];
        await _rig.Ask("R-2");
        (await _rig.Send()).ShouldHaveSingleItem().ShouldBeOfType<Delivery.Failed>();
        (await _rig.News("R-1")).ShouldBe(["R-1 failed"]);
        (await _rig.News("R-2")).ShouldBe(["R-2 failed"]);
    }

    [Test]
    public async Task A_webhook_that_overtakes_our_own_note_of_the_page_is_understood()
    {
        var payment = await _rig.Ask("R-1");
        _rig.Stripe.Lose = _ => true;
        await _rig.Send();
        _rig.Stripe.Lose = null;
        payment.Checkout.ShouldBeNull();
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Paid());
        (await _rig.Send()).ShouldHaveSingleItem().ShouldBeOfType<Delivery.Sent>();
        (await _rig.News("R-1")).ShouldBe(["R-1 paid"]);
    }

    [Test]
    public async Task A_webhook_for_a_payment_that_is_not_there_yet_waits_for_it()
    {
        // As if the webhook came while the transaction that asked for the payment was still open elsewhere.
        var id = PaymentId.For(PaymentsRig.Town, "bulky-waste", "R-1", 1);
        var order = new CheckoutOrder(
            PaymentSamples.Fresh with { Id = id }, CheckoutTerms.For(new(1200), ["card"], _rig.Clock.Now, _rig.Clock.Now.AddDays(3)), "https://bot.example/x");
        await _rig.Agent.Open(order, Guid.NewGuid(), default);
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        (await _rig.Store.Peek<string>("select outcome from payment_event where done_at is null")).ShouldHaveSingleItem().ShouldContain("not known");

        await _rig.Ask("R-1", 1200);
        await _rig.MakeDue();
        await _rig.Work();
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Paid());
    }

    [Test]
    public async Task Another_amount_than_was_asked_for_pays_nothing_and_calls_a_person()
    {
        await _rig.Ask("R-1", 600);
        var order = new CheckoutOrder(
            (await _rig.Latest("R-1")) with { Lines = [new("x", new(50), 1)] },
            CheckoutTerms.For(new(50), ["card"], _rig.Clock.Now, _rig.Clock.Now.AddDays(3)), "https://bot.example/x");
        await _rig.Agent.Open(order, Guid.NewGuid(), default);
        World.Pay("cs_test_1", _rig.Clock.Now);
        await _rig.Deliver(World.Events);
        (await _rig.Latest("R-1")).State.ShouldBe(new PaymentState.Requested());
        var open = await _rig.Store.Database.ReadInTown(PaymentsRig.Town, tx => DifferenceTable.Open(tx, PaymentsRig.Town, default), default);
        (open.ShouldHaveSingleItem().Kind, open[0].Ours, open[0].Theirs).ShouldBe(("amount", "¥600", "¥50"));
    }
}
